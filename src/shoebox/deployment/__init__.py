"""The owner's own AWS account: what is made there (template.yaml) and how it gets there.

`template.yaml` is plain CloudFormation, read by people first; docs/aws-template.md explains it resource by resource.
"""

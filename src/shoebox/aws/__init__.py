"""The functions that run in the owner's AWS account: each translates an event, calls one operation, answers."""

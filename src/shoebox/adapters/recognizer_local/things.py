"""Names things with EfficientNet-Lite3 and finds them with EfficientDet-Lite2, both run by LiteRT.

M. Tan, Q. Le, "EfficientNet", ICML 2019; M. Tan, R. Pang, Q. Le, "EfficientDet", CVPR 2020; in their Lite variants.
Both files carry the names of their classes in a zip archive at their end (TensorFlow Lite metadata).
"""

import os
import sys
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from shoebox.domain.label_fusion import Detection
from shoebox.domain.labels import distinct
from shoebox.imaging.model_input import Pixels, boxed, stretched

CLASSIFIER_SIDE = 280
CROPPED_SHARE = 280 / 312
"""The share of the shorter side that the classifier was trained to look at."""
LEAST_PROBABILITY = 0.01
DETECTOR_SIDE = 448
DETECTOR_FILL = 127
LEAST_SCORE = 0.3
_ONE_AT_A_TIME = threading.Lock()


class Classifier:
    """EfficientNet-Lite3; may be used by many threads at once."""

    def __init__(self, model: Path) -> None:
        """Read the class names; each thread loads the network when it first needs it."""
        self._network = _Network(model)
        self._names = distinct(_class_names(model, "labels_without_background.txt"))

    def classes(self, picture: Image.Image) -> dict[str, float]:
        """ImageNet classes with probabilities: the mean of a square cut from the middle and the whole, squeezed."""
        short = min(picture.size) * CROPPED_SHARE
        left, upper = (picture.width - short) / 2, (picture.height - short) / 2
        middle = stretched(picture, CLASSIFIER_SIDE, (left, upper, left + short, upper + short))
        looks = [self._network.run(pixels)[0][0] for pixels in (middle, stretched(picture, CLASSIFIER_SIDE))]
        probabilities = np.mean(looks, axis=0) / 256  # an 8-bit softmax, one step is 1/256
        likely = np.flatnonzero(probabilities >= LEAST_PROBABILITY)
        return {self._names[number]: round(float(probabilities[number]), 4) for number in likely}


class Detector:
    """EfficientDet-Lite2; may be used by many threads at once."""

    def __init__(self, model: Path) -> None:
        """Read the class names; each thread loads the network when it first needs it."""
        self._network = _Network(model)
        self._names = _class_names(model, "labelmap.txt")

    def detections(self, picture: Image.Image) -> tuple[Detection, ...]:
        """COCO classes with scores, one a box, surest first."""
        pixels, _ = boxed(picture, DETECTOR_SIDE, DETECTOR_FILL)
        _, scores, classes, _ = self._network.run(pixels)
        sure = [(self._names[int(number)], float(score)) for number, score in zip(classes[0], scores[0], strict=True)]
        return tuple(Detection(name, round(score, 4)) for name, score in sure if score >= LEAST_SCORE)


class _Network:
    """A LiteRT network: interpreters may not be shared, so each thread has its own."""

    def __init__(self, model: Path) -> None:
        self._model = model
        self._own = threading.local()

    def run(self, pixels: Pixels) -> list[Any]:
        """The outputs for one picture, in order of the outputs' names."""
        interpreter = self._interpreter()
        interpreter.set_tensor(interpreter.get_input_details()[0]["index"], pixels[None])
        interpreter.invoke()
        outputs = sorted(interpreter.get_output_details(), key=lambda output: str(output["name"]))
        return [interpreter.get_tensor(output["index"]) for output in outputs]

    def _interpreter(self) -> Any:
        if not hasattr(self._own, "interpreter"):
            from ai_edge_litert.interpreter import Interpreter  # noqa: PLC0415  # slow to import, only needed here

            with _silence():
                self._own.interpreter = Interpreter(str(self._model), num_threads=1)
                self._own.interpreter.allocate_tensors()
        return self._own.interpreter


@contextmanager
def _silence() -> Iterator[None]:
    """Keeps LiteRT from telling the terminal that it made a delegate, which it does past Python and no flag stops."""
    with _ONE_AT_A_TIME:
        sys.stderr.flush()
        kept = os.dup(2)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 2)
        try:
            yield
        finally:
            os.dup2(kept, 2)
            os.close(nowhere)
            os.close(kept)


def _class_names(model: Path, member: str) -> list[str]:
    with zipfile.ZipFile(model) as metadata:
        return metadata.read(member).decode().splitlines()

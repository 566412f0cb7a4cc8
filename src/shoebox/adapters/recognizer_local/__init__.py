"""Recognition on this computer: YuNet and SFace for faces, EfficientNet-Lite3 and EfficientDet-Lite2 for things."""

from shoebox.adapters.recognizer_local.recognizer import LocalRecognizer

__all__ = ["LocalRecognizer"]

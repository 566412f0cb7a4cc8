"""Recognition by Amazon Rekognition: labels, faces of a collection and text, each asked for only where it pays."""

from shoebox.adapters.recognizer_rekognition.client import connect
from shoebox.adapters.recognizer_rekognition.matcher import RekognitionMatcher, RememberingMatcher
from shoebox.adapters.recognizer_rekognition.recognizer import RekognitionRecognizer, Settings
from shoebox.adapters.recognizer_rekognition.rules import analysis_of

__all__ = ["RekognitionMatcher", "RekognitionRecognizer", "RememberingMatcher", "Settings", "analysis_of", "connect"]

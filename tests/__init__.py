"""Tests; those that many need stand at the top."""

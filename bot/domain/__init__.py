"""The rules of the house: pure, no input or output, the time always passed in."""

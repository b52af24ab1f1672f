"""Random policies and requests. The generator is our own, so that no version of Python changes the corpus."""

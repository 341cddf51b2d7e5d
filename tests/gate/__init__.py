"""The accuracy gate: the real pipeline against a hand-made apparatus, with floors that only rise."""

"""The index of a large store: where its files say what, so that a lookup reads only that.

It is disposable. It holds places, names and words, never a fact: these are read from the files.
"""

"""MaskGIT-VQGAN, TiTok and TA-TiTok in PyTorch, written from the prose of Tests/Goldens/titok.

Parameters carry the published tensor names, so that a public checkpoint loads strictly. Nothing here is
for training. The same modules make golden cases and are the PyTorch peers of Tools/bench.
"""

"""Makes the arrays of this folder with NumPy: python make.py FOLDER."""

import io
import sys
import zipfile
from pathlib import Path

import numpy as np

folder = Path(sys.argv[1])

# One sequence in every integer type that is read, little and big endian.
for order in "<>":
    for kind in ("u1", "u2", "u4", "u8", "i1", "i2", "i4", "i8"):
        name = f"{kind}-{'little' if order == '<' else 'big'}.npy"
        np.save(folder / name, np.array([0, 1, 100, 127], dtype=order + kind))

# Axes in both orders.
rows = np.arange(6, dtype="<u2").reshape(2, 3) * 100
grids = np.arange(24, dtype="<i4").reshape(2, 3, 4)
np.save(folder / "rows-c.npy", rows)
np.save(folder / "rows-fortran.npy", np.asfortranarray(rows))
np.save(folder / "grids-c.npy", grids)
np.save(folder / "grids-fortran.npy", np.asfortranarray(grids))

# The three versions of the header.
for version in (1, 2, 3):
    with open(folder / f"version-{version}.npy", "wb") as file:
        np.lib.format.write_array(file, np.array([5, 6], dtype="<u2"), version=(version, 0))

# What is refused.
np.save(folder / "floats.npy", np.array([1.0, 2.0], dtype="<f4"))
np.save(folder / "objects.npy", np.array([1, "a"], dtype=object), allow_pickle=True)
np.save(folder / "truths.npy", np.array([True, False]))
np.save(folder / "records.npy", np.zeros(2, dtype=[("a", "<u2"), ("b", "<u4")]))
np.save(folder / "negative.npy", np.array([[1, 2], [3, -4]], dtype="<i2"))
np.save(folder / "large.npy", np.array([1, 2**32], dtype="<u8"))
np.save(folder / "scalar.npy", np.array(3, dtype="<u2"))
np.save(folder / "four.npy", np.zeros((1, 1, 1, 1), dtype="<u2"))

# Archives, stored and compressed.
arrays = {
    "tokens": np.array([1, 2, 3, 999, 4], dtype="<u2"),
    "offsets": np.array([0, 3, 3, 5], dtype="<i8"),
    "classes": np.array([7, -1, 0], dtype="<i8"),
}
np.savez(folder / "stored.npz", **arrays)
np.savez_compressed(folder / "compressed.npz", **arrays)
np.savez(folder / "unnamed.npz", arrays["tokens"])

# Archives that unfold to far more than they are.
offsets = np.arange(0, 1_000_001, 1000)
np.savez_compressed(folder / "zeros.npz", tokens=np.zeros(1_000_000, "u1"), offsets=offsets)
empty = np.zeros(2**24 + 3, "u1")
empty[-1] = 1
np.savez_compressed(folder / "empties.npz", tokens=np.zeros(1, "u1"), offsets=empty)

# An array of four thousand million elements, as its header and the archive say, of which one is
# there.
file = io.BytesIO()
described = {"descr": "|u1", "fortran_order": False, "shape": (4_000_000_000,)}
np.lib.format.write_array_header_1_0(file, described)
size = file.tell() + 4_000_000_000
with zipfile.ZipFile(folder / "absurd.npz", "w") as archive:
    archive.writestr("tokens.npy", file.getvalue() + b"\0")
    archive.filelist[0].file_size = size
with open(folder / "absurd.npz", "r+b") as archive:
    # The size unpacked, in the header before the file.
    archive.seek(22)
    archive.write(size.to_bytes(4, "little"))

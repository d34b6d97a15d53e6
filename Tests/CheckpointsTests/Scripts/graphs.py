"""What the makers of archives of graphs share: exports in few bits, a picture, and the archive."""

import io
import json
import os
import tempfile
import zipfile

import numpy
import onnx
import torch
from onnx import numpy_helper

import safetensors_file


def pattern(height, width):
    """A picture that takes little room."""
    colour, row, column = numpy.meshgrid(range(3), range(height), range(width), indexing="ij")
    return (((5 * colour + 7 * row + 13 * column + row * column % 11) % 16 - 8) / 4).astype(numpy.float32)[None]


def exported(model, size, dynamic=False, folded=True, opset=17, dynamo=False):
    """A graph without words about itself; of its numbers three bits behind the first, which take little room."""
    file = io.BytesIO()
    axes = {0: "batch", 2: "height", 3: "width"} if dynamic else None
    options = dict(opset_version=opset, input_names=["x"])
    if dynamo:
        options |= dict(optimize=folded, external_data=False, verbose=False, dynamic_shapes=(axes,) if axes else None)
    else:
        training = torch.onnx.TrainingMode.EVAL if folded else torch.onnx.TrainingMode.PRESERVE
        options |= dict(training=training, do_constant_folding=folded, dynamic_axes=axes and {"x": axes})
    with torch.no_grad():
        torch.onnx.export(model, (torch.zeros(1, 3, *size),), file, dynamo=dynamo, **options)
    graph = onnx.load_from_string(file.getvalue())
    for tensor in graph.graph.initializer:
        array = numpy_helper.to_array(tensor)
        if array.dtype == numpy.float32:
            array = (array.view(numpy.uint32) & 0xfff00000).view(numpy.float32)
            tensor.CopyFrom(numpy_helper.from_array(array, tensor.name))
    del graph.graph.value_info[:]
    for one in graph.graph.node:
        one.doc_string = ""
        del one.metadata_props[:]
    return graph


def save(path, graphs, expected, references):
    """Writes all three, the same bytes every time."""
    with tempfile.NamedTemporaryFile() as file, zipfile.ZipFile(path, "w") as archive:
        safetensors_file.save(file.name, {key: torch.from_numpy(numpy.ascontiguousarray(value)).to(torch.float32)
                                          for key, value in references.items()})
        contents = {"expected.json": json.dumps(expected, indent=1, sort_keys=True),
                    "reference.safetensors": open(file.name, "rb").read()}
        for name, content in (contents | {name + ".onnx": content for name, content in graphs.items()}).items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED, 9)
    print(len(graphs), "graphs,", os.path.getsize(path), "bytes")

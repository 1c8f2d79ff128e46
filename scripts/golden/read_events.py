"""What TensorBoard's own reader finds in a folder of event files: python scripts/golden/read_events.py <folder>.

No golden: to look at what torch-node wrote. A record with a wrong checksum ends the reading with an error.
"""

import io
import sys
from pathlib import Path

from PIL import Image
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.backend.event_processing.event_file_loader import RawEventFileLoader
from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.plugins.hparams.plugin_data_pb2 import HParamsPluginData

EVERYTHING = {name: 0 for name in ["scalars", "images", "audio", "histograms", "tensors"]}


def show(folder):
    print(f"== {folder}")
    found = EventAccumulator(str(folder), size_guidance=EVERYTHING).Reload()
    for tag in found.Tags()["scalars"]:
        print("scalar", tag, [(e.step, e.value) for e in found.Scalars(tag)])
    for tag in found.Tags()["histograms"]:
        for e in found.Histograms(tag):
            print("histogram", tag, e.step, e.histogram_value.num, len(e.histogram_value.bucket))
    for tag in found.Tags()["images"]:
        for e in found.Images(tag):
            image = Image.open(io.BytesIO(e.encoded_image_string))
            frames = getattr(image, "n_frames", 1)
            print("image", tag, e.step, image.format, image.mode, image.size, frames, "frames")
    for tag in found.Tags()["audio"]:
        for e in found.Audio(tag):
            print("audio", tag, e.step, e.sample_rate, e.length_frames, e.content_type)
    for tag in found.Tags()["tensors"]:
        metadata = found.SummaryMetadata(tag).plugin_data
        print("tensor", tag, metadata.plugin_name, [e.step for e in found.Tensors(tag)])
    if found.Tags()["graph"]:
        print("graph", len(found.Graph().node), "nodes")
    for tag in found.Tags()["run_metadata"]:
        print("run metadata", tag, str(found.RunMetadata(tag)).split())
    for name in found.PluginTagToContent("hparams") if "hparams" in found._plugin_to_tag_to_content else []:
        content = found.PluginTagToContent("hparams")[name]
        print("hparams", name, str(HParamsPluginData.FromString(content)).split())


for path in sorted({path.parent for path in Path(sys.argv[1]).rglob("*tfevents*")}):
    for file in path.glob("*tfevents*"):
        for record in RawEventFileLoader(str(file)).Load():
            Event.FromString(record)
    show(path)

import os
import shutil
import tempfile
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import torch
import torch.nn.functional as F
from tensorboard.backend.event_processing.event_file_loader import RawEventFileLoader
from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.proto.graph_pb2 import GraphDef
from torch import nn, optim
from torch.utils.data import DataLoader
from torch.utils.tensorboard import SummaryWriter

from blitz.shapes import Shapes
from blitz.shapes import shapes as classes
from options import smoke
from vision import torchvision, transforms

torch.manual_seed(0)

transform = transforms.Compose(
    [
        transforms.Resize(16),
        transforms.ToTensor(),
        transforms.Normalize([0.5, 0.5, 0.5], [0.5, 0.5, 0.5]),
    ]
)
trainset = Shapes(320 if smoke else 8000, 1, transform)
trainloader = DataLoader(trainset, batch_size=16, shuffle=True)
testloader = DataLoader(Shapes(64 if smoke else 1000, 2, transform), batch_size=32)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 8, 5)
        self.pool = nn.MaxPool2d(2, 2)
        self.fc1 = nn.Linear(8 * 6 * 6, 64)
        self.fc2 = nn.Linear(64, 10)

    def forward(self, x):
        x = self.pool(F.relu(self.conv1(x)))
        x = x.flatten(1)
        x = F.relu(self.fc1(x))
        return self.fc2(x)


net = Net()
lr = 0.01
optimizer = optim.SGD(net.parameters(), lr=lr, momentum=0.9)

logdir = tempfile.mkdtemp()
writer = SummaryWriter(logdir)

images, labels = next(iter(trainloader))
img_grid = torchvision.utils.make_grid(images / 2 + 0.5)
writer.add_image('some_shapes', img_grid)
writer.add_graph(net, images)
class_labels = [classes[lab] for lab in labels]
writer.add_embedding(images.flatten(1), metadata=class_labels, label_img=images)
writer.add_text('notes', 'ten kinds of shapes')


def plot_classes_preds(net, images, labels):
    with torch.no_grad():
        probs = net(images).softmax(1)
    best, preds = probs.max(1)
    fig = plt.figure(figsize=(8, 3))
    for idx in range(4):
        ax = fig.add_subplot(1, 4, idx + 1, xticks=[], yticks=[])
        ax.imshow(np.transpose((images[idx] / 2 + 0.5).numpy(), (1, 2, 0)))
        pred, label = preds[idx].item(), labels[idx].item()
        percent = '%.1f' % (100 * best[idx].item())
        title = f'{classes[pred]}, {percent}%\n(label: {classes[label]})'
        ax.set_title(title, color='green' if pred == label else 'red')
    return fig


every = 10 if smoke else 100
running_loss = 0
for i, (inputs, labels) in enumerate(trainloader):
    optimizer.zero_grad()
    loss = F.cross_entropy(net(inputs), labels)
    loss.backward()
    optimizer.step()

    running_loss += loss.item()
    if i % every == every - 1:
        writer.add_scalar('training loss', running_loss / every, i)
        writer.add_figure('predictions vs. actuals', plot_classes_preds(net, inputs, labels), i)
        for name, param in net.named_parameters():
            writer.add_histogram(name, param, i)
        running_loss = 0

test_probs = []
test_labels = []
with torch.no_grad():
    for images, labels in testloader:
        test_probs.append(net(images).softmax(1))
        test_labels.append(labels)
probs = torch.cat(test_probs)
label = torch.cat(test_labels)
for i in range(2):
    writer.add_pr_curve(classes[i], label == i, probs[:, i])

hits = (probs.argmax(1) == label).float()
discs = hits[label == 0].mean()
writer.add_scalars('accuracy', {'all': hits.mean(), 'discs': discs}, 0)
writer.add_hparams({'lr': lr, 'bsize': 16}, {'hparam/accuracy': hits.mean()}, run_name='hparams')
writer.close()


def lines(event):
    what = event.WhichOneof('what')
    if what == 'file_version':
        yield f'version {event.file_version}'
    if what == 'graph_def':
        nodes = GraphDef.FromString(event.graph_def).node
        yield f'graph of {len(nodes)} nodes'
        for node in nodes:
            if node.op.startswith('aten::'):
                yield f'  {os.path.dirname(node.name)}: {node.op}'
    for value in event.summary.value:
        at = f'step {event.step} {value.tag}:'
        kind = value.WhichOneof('value')
        if kind == 'simple_value':
            yield f'{at} {value.simple_value:.4f}'
        elif kind == 'image':
            png = value.image.encoded_image_string
            yield f'{at} {png[1:4].decode()} of {value.image.width} x {value.image.height}'
        elif kind == 'histo':
            histo = value.histo
            yield f'{at} {histo.num:.0f} numbers from {histo.min:.4f} to {histo.max:.4f}'
        else:
            words = [word.decode() for word in value.tensor.string_val]
            yield ' '.join([at, value.metadata.plugin_data.plugin_name, *words])


for path in sorted(Path(logdir).rglob('*tfevents*')):
    print(path.parent.relative_to(logdir))
    for record in RawEventFileLoader(str(path)).Load():
        for line in lines(Event.FromString(record)):
            print(line)
print(sorted(os.listdir(os.path.join(logdir, '00000', 'default'))))

if smoke:
    shutil.rmtree(logdir)
else:
    print(f'tensorboard --logdir {logdir}')

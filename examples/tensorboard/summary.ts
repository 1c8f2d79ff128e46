/** Models, data and training in TensorBoard; the files are read back here, and `tensorboard --logdir` shows them. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import torch, { nn, optim, type Tensor } from 'torch-node'
import { enumerate, iter, next, print, range, sprintf } from 'torch-node/builtins'
import plt from 'torch-node/matplotlib/pyplot'
import F from 'torch-node/nn/functional'
import np from 'torch-node/numpy'
import torchvision, { transforms } from 'torch-node/torchvision'
import { DataLoader } from 'torch-node/utils/data'
import { SummaryWriter } from 'torch-node/utils/tensorboard'
import { shapes as classes, Shapes } from '../blitz/shapes.js'
import { smoke } from '../options.js'
import { readEvents } from './events.js'

torch.manual_seed(0)

const transform = transforms.Compose([
  transforms.Resize(16),
  transforms.ToTensor(),
  transforms.Normalize([0.5, 0.5, 0.5], [0.5, 0.5, 0.5]),
])
const trainset = new Shapes(smoke ? 320 : 8000, 1, transform)
const trainloader = DataLoader(trainset, { batch_size: 16, shuffle: true })
const testloader = DataLoader(new Shapes(smoke ? 64 : 1000, 2, transform), { batch_size: 32 })

class Net extends nn.Module {
  conv1 = nn.Conv2d(3, 8, 5)
  pool = nn.MaxPool2d(2, 2)
  fc1 = nn.Linear(8 * 6 * 6, 64)
  fc2 = nn.Linear(64, 10)

  override forward(x: Tensor): Tensor {
    x = this.pool(F.relu(this.conv1(x))) // (N, 8, 6, 6)
    x = x.flatten(1)
    x = F.relu(this.fc1(x))
    return this.fc2(x)
  }
}

const net = new Net()
const lr = 0.01
const optimizer = optim.SGD(net.parameters(), { lr, momentum: 0.9 })

// 1. A writer has a folder; the tutorial's is runs/fashion_mnist_experiment_1.

const logdir = mkdtempSync(join(tmpdir(), 'torch-node-runs-'))
const writer = new SummaryWriter(logdir)

// 2. Pictures, the network, and where the pictures lie by their pixels

const [images, labels] = next(iter(trainloader))
const img_grid = torchvision.utils.make_grid(images.div(2).add(0.5))
writer.add_image('some_shapes', img_grid)
writer.add_graph(net, images)
const class_labels = [...labels].map((lab) => classes[lab.item()])
writer.add_embedding(images.flatten(1), { metadata: class_labels, label_img: images })
writer.add_text('notes', 'ten kinds of shapes')

// 3. Training: losses, parameters and predictions, by the step

function plot_classes_preds(net: Net, images: Tensor, labels: Tensor) {
  const probs = torch.no_grad(() => net(images).softmax(1))
  const [best, preds] = probs.max(1)
  const fig = plt.figure({ figsize: [8, 3] })
  for (const idx of range(4)) {
    const ax = fig.add_subplot(1, 4, idx + 1, { xticks: [], yticks: [] })
    ax.imshow(np.transpose(images[idx].div(2).add(0.5).numpy(), [1, 2, 0]))
    const [pred, label] = [preds, labels].map((list) => list[idx].item())
    const percent = sprintf('%.1f', 100 * best[idx].item())
    const title = `${classes[pred]}, ${percent}%\n(label: ${classes[label]})`
    ax.set_title(title, { color: pred === label ? 'green' : 'red' })
  }
  return fig
}

const every = smoke ? 10 : 100
let running_loss = 0
for (const [i, [inputs, labels]] of enumerate(trainloader)) {
  optimizer.zero_grad()
  const loss = F.cross_entropy(net(inputs), labels)
  loss.backward()
  optimizer.step()

  running_loss += loss.item()
  if (i % every === every - 1) {
    writer.add_scalar('training loss', running_loss / every, i)
    writer.add_figure('predictions vs. actuals', plot_classes_preds(net, inputs, labels), i)
    for (const [name, param] of net.named_parameters()) writer.add_histogram(name, param, i)
    running_loss = 0
  }
}

// 4. Afterwards: how sure it is of each class, accuracies in one chart, and what belongs to these hyperparameters

const test_probs: Tensor[] = []
const test_labels: Tensor[] = []
torch.no_grad(() => {
  for (const [images, labels] of testloader) {
    test_probs.push(net(images).softmax(1))
    test_labels.push(labels)
  }
})
const probs = torch.cat(test_probs)
const label = torch.cat(test_labels)
for (const i of [0, 1]) writer.add_pr_curve(classes[i], label.eq(i), probs[`:, ${i}`])

const hits = probs.argmax(1).eq(label).float()
const discs = hits.index([label.eq(0)]).mean()
writer.add_scalars('accuracy', { all: hits.mean(), discs }, 0)
writer.add_hparams({ lr, bsize: 16 }, { 'hparam/accuracy': hits.mean() }, { run_name: 'hparams' })
writer.close()

// 5. What is in the files. add_scalars and add_hparams have folders of their own.

for (const name of (readdirSync(logdir, { recursive: true }) as string[]).sort()) {
  if (!name.includes('tfevents')) continue
  print(dirname(name))
  for (const line of readEvents(join(logdir, name))) print(line)
}
print(readdirSync(join(logdir, '00000', 'default')).sort())

if (smoke) rmSync(logdir, { recursive: true })
else print(`tensorboard --logdir ${logdir}`)

/**
 * A 60 minute blitz, 4: a classifier of small pictures. `--data DIR` is torchvision's root of CIFAR-10, `--download`
 * fetches it there; without, ten kinds of drawn shapes stand in.
 */
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import torch, { nn, optim, type Tensor } from 'torch-node'
import { enumerate, iter, next, print, range, sprintf } from 'torch-node/builtins'
import plt from 'torch-node/matplotlib/pyplot'
import F from 'torch-node/nn/functional'
import np from 'torch-node/numpy'
import torchvision from 'torch-node/torchvision'
import transforms from 'torch-node/torchvision/transforms'
import { download, smoke, values } from '../options.js'
import { Shapes, shapes } from './shapes.js'

torch.manual_seed(0)

// 1. The data: pictures of values from -1 to 1

const transform = transforms.Compose([
  transforms.ToTensor(),
  transforms.Normalize([0.5, 0.5, 0.5], [0.5, 0.5, 0.5]),
])

const root = values.data
const cifar = (train: boolean) =>
  torchvision.datasets.CIFAR10({ root: root!, train, download, transform })
const trainset = root ? cifar(true) : new Shapes(smoke ? 800 : 20000, 1, transform)
const trainloader = torch.utils.data.DataLoader(trainset, {
  batch_size: 4,
  shuffle: true,
  num_workers: 2,
})

const testset = root ? cifar(false) : new Shapes(smoke ? 200 : 2000, 2, transform)
const testloader = torch.utils.data.DataLoader(testset, {
  batch_size: 4,
  shuffle: false,
  num_workers: 2,
})

const classes = root
  ? ['plane', 'car', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck']
  : shapes

// 2. Some of them

function imshow(img: Tensor): void {
  img = img.div(2).add(0.5) // back to 0 .. 1
  const npimg = img.numpy()
  plt.imshow(np.transpose(npimg, [1, 2, 0]))
  plt.show()
}

const dataiter = iter(trainloader)
const [images, labels] = next(dataiter)

imshow(torchvision.utils.make_grid(images))
print(torchvision.utils.make_grid(images).shape)
const names = (classIndices: Tensor) =>
  [...range(4)].map((j) => classes[classIndices[j].item()].padStart(5)).join(' ')
print(names(labels))

// 3. The network

class Net extends nn.Module {
  conv1 = nn.Conv2d(3, 6, 5)
  pool = nn.MaxPool2d(2, 2)
  conv2 = nn.Conv2d(6, 16, 5)
  fc1 = nn.Linear(16 * 5 * 5, 120)
  fc2 = nn.Linear(120, 84)
  fc3 = nn.Linear(84, 10)

  override forward(x: Tensor): Tensor {
    x = this.pool(F.relu(this.conv1(x)))
    x = this.pool(F.relu(this.conv2(x)))
    x = x.view(-1, 16 * 5 * 5)
    x = F.relu(this.fc1(x))
    x = F.relu(this.fc2(x))
    x = this.fc3(x)
    return x
  }
}

let net = new Net()

// 4. Loss and optimizer

const criterion = nn.CrossEntropyLoss()
const optimizer = optim.SGD(net.parameters(), { lr: 0.001, momentum: 0.9 })

// 5. Training

const every = smoke ? 100 : 2000
for (const epoch of range(2)) {
  let running_loss = 0
  for (const [i, data] of enumerate(trainloader, 0)) {
    const [inputs, labels] = data

    optimizer.zero_grad()

    const outputs = net(inputs)
    const loss = criterion(outputs, labels)
    loss.backward()
    optimizer.step()

    running_loss += loss.item()
    if (i % every === every - 1) {
      print(sprintf('[%d, %5d] loss: %.3f', epoch + 1, i + 1, running_loss / every))
      running_loss = 0
    }
  }
}

print('Finished Training')

const PATH = join(tmpdir(), 'cifar_net.pth')
torch.save(net.state_dict(), PATH)

// 6. Test

{
  const dataiter = iter(testloader)
  const [images, labels] = next(dataiter)

  imshow(torchvision.utils.make_grid(images))
  print('GroundTruth: ', names(labels))

  net = new Net()
  print(net.load_state_dict(torch.load(PATH)))

  const outputs = net(images)
  const [, predicted] = torch.max(outputs, 1)
  print('Predicted: ', names(predicted))
}

let correct = 0
let total = 0
torch.no_grad(() => {
  for (const data of testloader) {
    const [images, labels] = data
    const outputs = net(images)
    const [, predicted] = torch.max(outputs.data, 1)
    total += labels.size(0)
    correct += predicted.eq(labels).sum().item()
  }
})

const accuracy = Math.floor((100 * correct) / total)
print(`Accuracy of the network on the ${total} test images: ${accuracy} %`)

// 7. On a GPU. (The notes ask for "CUDA:0", which is no device.)

const device = torch.device(torch.cuda.is_available() ? 'cuda:0' : 'cpu')
print(device)

net.to(device)
{
  const data = [images, labels] as const
  const [inputs, targets] = [data[0].to(device), data[1].to(device)]
  print(criterion(net(inputs), targets))
}

/**
 * What is torch.nn really? A classifier of digits by bare tensors, refactored step by step until nn, optim and
 * utils.data do the work.
 */
import torch, { nn, optim, type Tensor } from 'torch-node'
import { iter, len, print, range, sum, zip } from 'torch-node/builtins'
import F from 'torch-node/nn/functional'
import np from 'torch-node/numpy'
import { DataLoader, TensorDataset } from 'torch-node/utils/data'
import { loadMnist } from '../mnist/tensors.js'

torch.manual_seed(0)

const [x_train, y_train, x_valid, y_valid] = loadMnist()
const [n, c] = x_train.shape
print(n, c)

// 1. From scratch: Xavier's scale, and gradients from here on

const weights = torch.randn(784, 10).div(Math.sqrt(784))
weights.requires_grad_()
const bias = torch.zeros(10, { requires_grad: true })

function log_softmax(x: Tensor): Tensor {
  return x.sub(x.exp().sum(-1).log().unsqueeze(-1))
}

const bs = 64 // batch size

{
  const model = (xb: Tensor) => log_softmax(xb.matmul(weights).add(bias))

  let xb = x_train[`0:${bs}`] // a mini-batch
  const preds = model(xb)
  print(preds[0], preds.shape)

  function nll(input: Tensor, target: Tensor): Tensor {
    return input
      .index([range(target.shape[0]), target])
      .mean()
      .neg()
  }

  const loss_func = nll
  let yb = y_train[`0:${bs}`]
  print(loss_func(preds, yb))

  function accuracy(out: Tensor, yb: Tensor): Tensor {
    const preds = torch.argmax(out, { dim: 1 })
    return preds.eq(yb).float().mean()
  }
  print(accuracy(preds, yb))

  const lr = 0.5 // learning rate
  const epochs = 2

  for (const _ of range(epochs)) {
    for (const i of range(Math.floor((n - 1) / bs) + 1)) {
      const start_i = i * bs
      const end_i = start_i + bs
      xb = x_train[`${start_i}:${end_i}`]
      yb = y_train[`${start_i}:${end_i}`]
      const pred = model(xb)
      const loss = loss_func(pred, yb)

      loss.backward()
      torch.no_grad(() => {
        weights.sub_(weights.grad!.mul(lr))
        bias.sub_(bias.grad!.mul(lr))
        weights.grad!.zero_()
        bias.grad!.zero_()
      })
    }
  }
  print(loss_func(model(xb), yb), accuracy(model(xb), yb))
}

// 2. torch.nn.functional: one function for log_softmax and nll

const loss_func = F.cross_entropy
{
  const model = (xb: Tensor) => xb.matmul(weights).add(bias)
  const [xb, yb] = [x_train[`0:${bs}`], y_train[`0:${bs}`]]
  print(loss_func(model(xb), yb))
}

// 3. nn.Module and nn.Parameter

let lr = 0.5
const epochs = 2

{
  class Mnist_Logistic extends nn.Module {
    weights = nn.Parameter(torch.randn(784, 10).div(Math.sqrt(784)))
    bias = nn.Parameter(torch.zeros(10))

    override forward(xb: Tensor): Tensor {
      return xb.matmul(this.weights).add(this.bias)
    }
  }

  const model = new Mnist_Logistic()
  let [xb, yb] = [x_train[`0:${bs}`], y_train[`0:${bs}`]]
  print(loss_func(model(xb), yb))

  function fit(): void {
    for (const _ of range(epochs)) {
      for (const i of range(Math.floor((n - 1) / bs) + 1)) {
        const start_i = i * bs
        const end_i = start_i + bs
        xb = x_train[`${start_i}:${end_i}`]
        yb = y_train[`${start_i}:${end_i}`]
        const pred = model(xb)
        const loss = loss_func(pred, yb)

        loss.backward()
        torch.no_grad(() => {
          for (const p of model.parameters()) p.sub_(p.grad!.mul(lr))
          model.zero_grad()
        })
      }
    }
  }

  fit()
  print(loss_func(model(xb), yb))
}

// 4. nn.Linear

class Mnist_Logistic extends nn.Module {
  lin = nn.Linear(784, 10)

  override forward(xb: Tensor): Tensor {
    return this.lin(xb)
  }
}

// 5. optim

function get_model(): [Mnist_Logistic, optim.SGD] {
  const model = new Mnist_Logistic()
  return [model, optim.SGD(model.parameters(), { lr })]
}

{
  const [model, opt] = get_model()
  let [xb, yb] = [x_train[`0:${bs}`], y_train[`0:${bs}`]]
  print(loss_func(model(xb), yb))

  for (const _ of range(epochs)) {
    for (const i of range(Math.floor((n - 1) / bs) + 1)) {
      const start_i = i * bs
      const end_i = start_i + bs
      xb = x_train[`${start_i}:${end_i}`]
      yb = y_train[`${start_i}:${end_i}`]
      const pred = model(xb)
      const loss = loss_func(pred, yb)

      loss.backward()
      opt.step()
      opt.zero_grad()
    }
  }

  print(loss_func(model(xb), yb))
}

// 6. Dataset: inputs and targets together, sliced together

let train_ds = TensorDataset(x_train, y_train)

{
  const [model, opt] = get_model()
  let [xb, yb] = train_ds[`0:${bs}`]

  for (const _ of range(epochs)) {
    for (const i of range(Math.floor((n - 1) / bs) + 1)) {
      ;[xb, yb] = train_ds[`${i * bs}:${i * bs + bs}`]
      const pred = model(xb)
      const loss = loss_func(pred, yb)

      loss.backward()
      opt.step()
      opt.zero_grad()
    }
  }

  print(loss_func(model(xb), yb))
}

// 7. DataLoader: batches

{
  const [model, opt] = get_model()
  const train_dl = DataLoader(train_ds, { batch_size: bs })
  let [xb, yb] = [x_train[`0:${bs}`], y_train[`0:${bs}`]]

  for (const _ of range(epochs)) {
    for ([xb, yb] of train_dl) {
      const pred = model(xb)
      const loss = loss_func(pred, yb)

      loss.backward()
      opt.step()
      opt.zero_grad()
    }
  }

  print(loss_func(model(xb), yb))
}

// 8. Validation

train_ds = TensorDataset(x_train, y_train)
const valid_ds = TensorDataset(x_valid, y_valid)

{
  const train_dl = DataLoader(train_ds, { batch_size: bs, shuffle: true })
  const valid_dl = DataLoader(valid_ds, { batch_size: bs * 2 })

  const [model, opt] = get_model()

  for (const epoch of range(epochs)) {
    model.train()
    for (const [xb, yb] of train_dl) {
      const pred = model(xb)
      const loss = loss_func(pred, yb)

      loss.backward()
      opt.step()
      opt.zero_grad()
    }

    model.eval()
    const valid_loss = torch.no_grad(() =>
      sum([...valid_dl].map(([xb, yb]) => loss_func(model(xb), yb))),
    )

    print(epoch, valid_loss.div(len(valid_dl)))
  }
}

// 9. fit() and get_data(). (The notes call loss_batch with its arguments in another order than it has them.)

type Batches = Iterable<[Tensor, Tensor]>
type Pairs = TensorDataset<[Tensor, Tensor]>
type Model = (xb: Tensor) => Tensor

function loss_batch(
  model: Model,
  loss_func: typeof F.cross_entropy,
  xb: Tensor,
  yb: Tensor,
  opt: optim.Optimizer | null = null,
): [number, number] {
  const loss = loss_func(model(xb), yb)

  if (opt !== null) {
    loss.backward()
    opt.step()
    opt.zero_grad()
  }

  return [loss.item(), len(xb)]
}

function fit(
  epochs: number,
  model: Model & nn.Module,
  loss_func: typeof F.cross_entropy,
  opt: optim.Optimizer,
  train_dl: Batches,
  valid_dl: Batches,
): void {
  for (const epoch of range(epochs)) {
    model.train()
    for (const [xb, yb] of train_dl) loss_batch(model, loss_func, xb, yb, opt)

    model.eval()
    const [losses, nums] = torch.no_grad(() =>
      zip(...[...valid_dl].map(([xb, yb]) => loss_batch(model, loss_func, xb, yb))),
    )
    const val_loss = np.sum(np.multiply(losses, nums)) / np.sum(nums)

    print(epoch, val_loss)
  }
}

function get_data(train_ds: Pairs, valid_ds: Pairs, bs: number) {
  return [
    DataLoader(train_ds, { batch_size: bs, shuffle: true }),
    DataLoader(valid_ds, { batch_size: bs * 2 }),
  ] as const
}

{
  const [train_dl, valid_dl] = get_data(train_ds, valid_ds, bs)
  const [model, opt] = get_model()
  fit(epochs, model, loss_func, opt, train_dl, valid_dl) // three lines, for any network and data
}

// 10. A convolutional network

class Mnist_CNN extends nn.Module {
  conv1 = nn.Conv2d(1, 16, { kernel_size: 3, stride: 2, padding: 1 })
  conv2 = nn.Conv2d(16, 16, { kernel_size: 3, stride: 2, padding: 1 })
  conv3 = nn.Conv2d(16, 10, { kernel_size: 3, stride: 2, padding: 1 })

  override forward(xb: Tensor): Tensor {
    xb = xb.view(-1, 1, 28, 28)
    xb = F.relu(this.conv1(xb))
    xb = F.relu(this.conv2(xb))
    xb = F.relu(this.conv3(xb))
    xb = F.avg_pool2d(xb, 4)
    return xb.view(-1, xb.size(1))
  }
}

lr = 0.1

{
  const [train_dl, valid_dl] = get_data(train_ds, valid_ds, bs)
  const model = new Mnist_CNN()
  const opt = optim.SGD(model.parameters(), { lr, momentum: 0.9 })
  fit(epochs, model, loss_func, opt, train_dl, valid_dl)
}

// 11. nn.Sequential, with a layer for any function

class Lambda extends nn.Module {
  func: (x: Tensor) => Tensor

  constructor(func: (x: Tensor) => Tensor) {
    super()
    this.func = func
  }

  override forward(x: Tensor): Tensor {
    return this.func(x)
  }
}

{
  const preprocess = (x: Tensor) => x.view(-1, 1, 28, 28)

  const [train_dl, valid_dl] = get_data(train_ds, valid_ds, bs)
  const model = nn.Sequential(
    new Lambda(preprocess),
    nn.Conv2d(1, 16, { kernel_size: 3, stride: 2, padding: 1 }),
    nn.ReLU(),
    nn.Conv2d(16, 16, { kernel_size: 3, stride: 2, padding: 1 }),
    nn.ReLU(),
    nn.Conv2d(16, 10, { kernel_size: 3, stride: 2, padding: 1 }),
    nn.ReLU(),
    nn.AvgPool2d(4),
    new Lambda((x) => x.view(x.size(0), -1)),
  )

  const opt = optim.SGD(model.parameters(), { lr, momentum: 0.9 })

  fit(epochs, model, loss_func, opt, train_dl, valid_dl)
}

// 12. A loader that prepares its batches, so that any network will do; adaptive pooling; the GPU

const dev = torch.cuda.is_available() ? torch.device('cuda') : torch.device('cpu')

function preprocess(x: Tensor, y: Tensor): [Tensor, Tensor] {
  return [x.view(-1, 1, 28, 28).to(dev), y.to(dev)]
}

class WrappedDataLoader {
  constructor(
    readonly dl: DataLoader<[Tensor, Tensor]>,
    readonly func: (x: Tensor, y: Tensor) => [Tensor, Tensor],
  ) {}

  __len__(): number {
    return len(this.dl)
  }

  *[Symbol.iterator](): IterableIterator<[Tensor, Tensor]> {
    const batches = iter(this.dl)
    for (const b of batches) yield this.func(...b)
  }
}

{
  const [train, valid] = get_data(train_ds, valid_ds, bs)
  const train_dl = new WrappedDataLoader(train, preprocess)
  const valid_dl = new WrappedDataLoader(valid, preprocess)

  const model = nn.Sequential(
    nn.Conv2d(1, 16, { kernel_size: 3, stride: 2, padding: 1 }),
    nn.ReLU(),
    nn.Conv2d(16, 16, { kernel_size: 3, stride: 2, padding: 1 }),
    nn.ReLU(),
    nn.Conv2d(16, 10, { kernel_size: 3, stride: 2, padding: 1 }),
    nn.ReLU(),
    nn.AdaptiveAvgPool2d(1), // what comes out is 1 x 1; [H, W] says another size
    new Lambda((x) => x.view(x.size(0), -1)),
  )

  model.to(dev)
  const opt = optim.SGD(model.parameters(), { lr, momentum: 0.9 })

  fit(epochs, model, loss_func, opt, train_dl, valid_dl)
}

/**
 * Transfer learning: ants or bees, by a ResNet that was trained for something else. `--download` fetches the weights of
 * ImageNet for it. Without, it learns drawn shapes first, from which little can be transferred to insects: what the
 * program shows then is how, not how well.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import torch, { nn, optim, type Tensor } from 'torch-node'
import { iter, len, next, print, range, sprintf } from 'torch-node/builtins'
import copy from 'torch-node/copy'
import plt from 'torch-node/matplotlib/pyplot'
import np from 'torch-node/numpy'
import torchvision, { datasets, models, transforms } from 'torch-node/torchvision'
import { DataLoader } from 'torch-node/utils/data'
import { Shapes, shapes } from '../blitz/shapes.js'
import { download, realData, smoke } from '../options.js'
import { drawFolder } from './shapes.js'

torch.manual_seed(0)

// 1. The data: training pictures in random cuts, to have more of them. (The tutorial's are 256, cut to 224.)

const data_dir = realData
  ? join(realData, 'hymenoptera_data')
  : drawFolder(smoke ? 8 : 100, smoke ? 6 : 50, 48)
const [side, cut] = realData ? [128, 112] : [40, 32]

const mean = [0.485, 0.456, 0.406]
const std = [0.229, 0.224, 0.225]
const normalised = [transforms.ToTensor(), transforms.Normalize(mean, std)]
const data_transforms = {
  train: transforms.Compose([
    transforms.RandomResizedCrop(cut),
    transforms.RandomHorizontalFlip(),
    ...normalised,
  ]),
  val: transforms.Compose([transforms.Resize(side), transforms.CenterCrop(cut), ...normalised]),
}

const phases = ['train', 'val'] as const
type Phase = (typeof phases)[number]

const folder = (x: Phase) => new datasets.ImageFolder(join(data_dir, x), data_transforms[x])
const image_datasets = { train: folder('train'), val: folder('val') }
const loader = (x: Phase) => DataLoader(image_datasets[x], { batch_size: 4, shuffle: true })
const dataloaders = { train: loader('train'), val: loader('val') }
const class_names = image_datasets.train.classes
print(len(image_datasets.train), len(image_datasets.val), class_names)

const device = torch.device(torch.cuda.is_available() ? 'cuda:0' : 'cpu')

function imshow(inp: Tensor, title: string): void {
  const pixels = np.transpose(inp.numpy(), [1, 2, 0])
  plt.imshow(np.clip(np.add(np.multiply(pixels, std), mean), 0, 1))
  plt.title(title)
}

const nameOf = (x: Tensor) => class_names[x.item()]
{
  const [inputs, classes] = next(iter(dataloaders.train))
  imshow(torchvision.utils.make_grid(inputs), [...classes].map(nameOf).join(', '))
  plt.show()
}

// 2. Training: the parameters that did best on the other pictures are kept.

const criterion = nn.CrossEntropyLoss()

function train_model(
  model: models.ResNet,
  optimizer: optim.Optimizer,
  scheduler: optim.lr_scheduler.LRScheduler,
  num_epochs = 25,
): void {
  const since = Date.now()
  const tempdir = mkdtempSync(join(tmpdir(), 'torch-node-resnet-'))
  const best_model_params_path = join(tempdir, 'best_model_params.pt')
  torch.save(model.state_dict(), best_model_params_path)
  let best_acc = 0

  for (const epoch of range(num_epochs)) {
    print(`Epoch ${epoch}/${num_epochs - 1}`)
    print('-'.repeat(10))

    for (const phase of phases) {
      model.train(phase === 'train')
      let running_loss = 0
      let running_corrects = 0

      for (const batch of dataloaders[phase]) {
        const [inputs, labels] = [batch[0].to(device), batch[1].to(device)]
        optimizer.zero_grad()
        torch.set_grad_enabled(phase === 'train', () => {
          const outputs = model(inputs)
          const [, preds] = torch.max(outputs, 1)
          const loss = criterion(outputs, labels)
          if (phase === 'train') {
            loss.backward()
            optimizer.step()
          }
          running_loss += loss.item() * inputs.size(0)
          running_corrects += preds.eq(labels.data).sum().item()
        })
      }
      if (phase === 'train') scheduler.step()

      const epoch_loss = running_loss / len(image_datasets[phase])
      const epoch_acc = running_corrects / len(image_datasets[phase])
      print(sprintf('%s Loss: %.4f Acc: %.4f', phase, epoch_loss, epoch_acc))
      if (phase === 'val' && epoch_acc > best_acc) {
        best_acc = epoch_acc
        torch.save(model.state_dict(), best_model_params_path)
      }
    }
    print()
  }

  const s = Math.floor((Date.now() - since) / 1000)
  print(`Training complete in ${Math.floor(s / 60)}m ${s % 60}s`)
  print(sprintf('Best val Acc: %.4f', best_acc))
  print(model.load_state_dict(torch.load(best_model_params_path, { weights_only: true })))
  rmSync(tempdir, { recursive: true })
}

function visualize_model(model: models.ResNet): void {
  model.eval()
  const [inputs] = next(iter(dataloaders.val))
  const [, preds] = torch.no_grad(() => torch.max(model(inputs.to(device)), 1))
  plt.figure()
  for (const j of range(inputs.size(0))) {
    plt.subplot(2, 2, j + 1)
    plt.axis('off')
    imshow(inputs[j], `predicted: ${nameOf(preds[j])}`)
  }
  plt.show()
}

// 3. The source model: the ten kinds of shapes, unless the weights of ImageNet are wanted

const source = models.resnet18(download ? { weights: 'IMAGENET1K_V1' } : { num_classes: 10 })
if (!download) {
  const ds = new Shapes(smoke ? 64 : 4000, 1, transforms.Compose(normalised))
  const opt = optim.SGD(source.parameters(), { lr: 0.01, momentum: 0.9 })
  let correct = 0
  for (const [inputs, labels] of DataLoader(ds, { batch_size: 16, shuffle: true })) {
    const outputs = source(inputs)
    opt.zero_grad()
    criterion(outputs, labels).backward()
    opt.step()
    correct += outputs.argmax(1).eq(labels).sum().item()
  }
  print(`source: ${shapes.length} shapes, ${correct} of ${len(ds)} seen right at first sight`)
}

const num_epochs = smoke ? 2 : 3
const rates = { lr: 0.001, momentum: 0.9 }

// 4. Fine-tuning: all of it, with a new output layer

let model_ft = copy.deepcopy(source)
const num_ftrs = model_ft.fc.in_features
model_ft.fc = nn.Linear(num_ftrs, len(class_names))
model_ft = model_ft.to(device)

const optimizer_ft = optim.SGD(model_ft.parameters(), rates)
// A tenth of the rate every 7 epochs
const exp_lr_scheduler = optim.lr_scheduler.StepLR(optimizer_ft, { step_size: 7, gamma: 0.1 })
train_model(model_ft, optimizer_ft, exp_lr_scheduler, num_epochs)
visualize_model(model_ft)

// 5. A fixed feature extractor: only the output layer learns.

let model_conv = copy.deepcopy(source)
for (const param of model_conv.parameters()) param.requires_grad = false
model_conv.fc = nn.Linear(num_ftrs, len(class_names)) // new parameters require gradients
model_conv = model_conv.to(device)

const optimizer_conv = optim.SGD(model_conv.fc.parameters(), rates)
const conv_lr_scheduler = optim.lr_scheduler.StepLR(optimizer_conv, { step_size: 7, gamma: 0.1 })
train_model(model_conv, optimizer_conv, conv_lr_scheduler, num_epochs)
visualize_model(model_conv)
print(torch.equal(model_conv.conv1.weight.cpu(), source.conv1.weight))

if (!realData) rmSync(data_dir, { recursive: true })

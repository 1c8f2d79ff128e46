/** Takes the noise out of pictures of digits: an autoencoder of convolutions is shown noise and asked for the picture. */
import torch, { nn, type Tensor } from 'torch-node'
import { iter, len, next, print, range, str, zip } from 'torch-node/builtins'
import plt from 'torch-node/matplotlib/pyplot'
import F from 'torch-node/nn/functional'
import np from 'torch-node/numpy'
import transforms from 'torch-node/torchvision/transforms'
import { mnist } from '../mnist/drawn.js'
import { smoke, values } from '../options.js'

torch.manual_seed(0)

// 1. The data: (N, 1, 28, 28) from 0 to 1

const transform = transforms.ToTensor()
const train_data = mnist(true, transform)
const test_data = mnist(false, transform)

const batch_size = 20
const num_workers = 0
const train_loader = torch.utils.data.DataLoader(train_data, { batch_size, num_workers })
const test_loader = torch.utils.data.DataLoader(test_data, { batch_size, num_workers })

// 2. The network. Layers with weights are its attributes; pool has none, and relu is a function.

class ConvDenoiser extends nn.Module {
  // Encoder. (In the notes padding is the fourth argument by place, which is the stride.)
  conv1 = nn.Conv2d(1, 32, 3, { padding: 1 })
  conv2 = nn.Conv2d(32, 16, 3, { padding: 1 })
  conv3 = nn.Conv2d(16, 8, 3, { padding: 1 })
  pool = nn.MaxPool2d(2, 2)

  // Decoder: a kernel of 3 makes 7 of 3, kernels of 2 double.
  t_conv1 = nn.ConvTranspose2d(8, 8, 3, { stride: 2 })
  t_conv2 = nn.ConvTranspose2d(8, 16, 2, { stride: 2 })
  t_conv3 = nn.ConvTranspose2d(16, 32, 2, { stride: 2 })
  conv_out = nn.Conv2d(32, 1, 3, { padding: 1 })

  override forward(x: Tensor): Tensor {
    x = F.relu(this.conv1(x))
    x = this.pool(x) // (N, 32, 14, 14)
    x = F.relu(this.conv2(x))
    x = this.pool(x) // (N, 16, 7, 7)
    x = F.relu(this.conv3(x))
    x = this.pool(x) // (N, 8, 3, 3)

    x = F.relu(this.t_conv1(x)) // (N, 8, 7, 7)
    x = F.relu(this.t_conv2(x)) // (N, 16, 14, 14)
    x = F.relu(this.t_conv3(x)) // (N, 32, 28, 28)
    return F.sigmoid(this.conv_out(x)) // (N, 1, 28, 28)
  }
}

const model = new ConvDenoiser()
print(model)

// What a layer gives, without the gradients' graph: 14, 7, 3, then 7, 14, 28
const show = (layer: nn.Module, _args: unknown, output: Tensor): void => {
  const outputs = output.detach().numpy()
  print(layer._get_name(), outputs.shape)
}
const hooks = [
  model.pool.register_forward_hook(show),
  model.t_conv1.register_forward_hook(show),
  model.t_conv2.register_forward_hook(show),
  model.t_conv3.register_forward_hook(show),
]
model(torch.zeros(1, 1, 28, 28))
for (const hook of hooks) hook.remove()

// 3. Training

// (In the notes nn.MSELoss(predicts, targets); it is made first, then called.)
const criterion = nn.MSELoss()
const optimizer = torch.optim.Adam(model.parameters(), { lr: 0.001 })

const n_epochs = smoke ? 2 : Number(values.epochs ?? 20)
const noise_factor = 0.5

function noisy(images: Tensor): Tensor {
  const noisy_imgs = images.add(torch.randn(...images.shape).mul(noise_factor))
  return np.clip(noisy_imgs, 0, 1)
}

for (const epoch of range(1, n_epochs + 1)) {
  let train_loss = 0
  for (const [images] of train_loader) {
    const noisy_imgs = noisy(images)
    optimizer.zero_grad()
    const outputs = model(noisy_imgs)
    const loss = criterion(outputs, images)
    loss.backward()
    optimizer.step()
    train_loss += loss.item() * images.size(0)
  }
  train_loss = train_loss / len(train_data) // of one picture
  print(str.format('Epoch: {} \tTraining Loss: {:.6f}', epoch, train_loss))
}

// 4. One batch of the test set

const dataiter = iter(test_loader)
const [images, labels] = next(dataiter)
const noisy_imgs = noisy(images)
const output = model(noisy_imgs).view(batch_size, 1, 28, 28)
print(labels)
print(criterion(noisy_imgs, images).item(), criterion(output, images).item())

// 5. The noisy pictures, and below them what the network makes of them. (In the notes the loops' variables have the
// names of what they go through.)

const [, axes] = plt.subplots({ nrows: 2, ncols: 10, sharex: true, sharey: true, figsize: [25, 4] })
for (const [imgs, row] of zip([noisy_imgs.numpy(), output.detach().numpy()], axes)) {
  for (const [img, ax] of zip(imgs, row)) {
    ax.imshow(np.squeeze(img), { cmap: 'gray' })
    ax.get_xaxis().set_visible(false)
    ax.get_yaxis().set_visible(false)
  }
}
plt.show()

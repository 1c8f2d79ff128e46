/** A vision transformer: a picture as a sentence of patches, for digits. */
import torch, { nn, optim, type Tensor } from 'torch-node'
import { len, print, range, sprintf, sum } from 'torch-node/builtins'
import transforms from 'torch-node/torchvision/transforms'
import { DataLoader } from 'torch-node/utils/data'
import { mnist } from '../mnist/drawn.js'
import { smoke, values } from '../options.js'

// 1. The network

interface Sizes {
  image_size: number
  patch_size: number
  in_channels: number
  hidden_size: number
}

/** Patches as vectors, a class token before them, and a place for each. */
class Embeddings extends nn.Module {
  projection: nn.Conv2d
  class_token: nn.Parameter
  position_embedding: nn.Parameter

  constructor({ image_size, patch_size, in_channels, hidden_size }: Sizes) {
    super()
    // One and the same Linear for every patch is a convolution whose stride is its kernel's size.
    this.projection = nn.Conv2d(in_channels, hidden_size, {
      kernel_size: patch_size,
      stride: patch_size,
    })
    const n_patches = (image_size / patch_size) ** 2
    this.class_token = nn.Parameter(torch.zeros(1, 1, hidden_size))
    this.position_embedding = nn.Parameter(torch.randn(1, 1 + n_patches, hidden_size).mul(0.02))
  }

  override forward(images: Tensor): Tensor {
    const patches = this.projection(images).flatten(2).transpose(1, 2) // (B, N, H)
    const x0 = this.class_token.expand(images.size(0), -1, -1) // (B, 1, H)
    return torch.cat([x0, patches], { dim: 1 }).add(this.position_embedding) // (B, 1 + N, H)
  }
}

class VisionTransformer extends nn.Module {
  embeddings: Embeddings
  encoder: nn.TransformerEncoder
  norm: nn.LayerNorm
  head: nn.Linear

  constructor(sizes: Sizes, num_layers: number, nhead: number, num_classes: number) {
    super()
    const { hidden_size } = sizes
    this.embeddings = new Embeddings(sizes)
    // hidden_size stays the same through all layers.
    const layer = nn.TransformerEncoderLayer(hidden_size, nhead, {
      dim_feedforward: 4 * hidden_size,
      dropout: 0,
      activation: 'gelu',
      batch_first: true,
      norm_first: true,
    })
    this.encoder = nn.TransformerEncoder(layer, num_layers, { enable_nested_tensor: false })
    this.norm = nn.LayerNorm(hidden_size)
    this.head = nn.Linear(hidden_size, num_classes)
  }

  override forward(images: Tensor): Tensor {
    const x = this.encoder(this.embeddings(images)) // (B, 1 + N, H)
    // The class token has looked at all patches, and answers for the picture.
    return this.head(this.norm(x[':, 0']))
  }
}

// 2. Shapes: a 32x32 picture has 16 patches of 8x8

torch.manual_seed(0)
{
  const embeddings = new Embeddings({
    image_size: 32,
    patch_size: 8,
    in_channels: 3,
    hidden_size: 64,
  })
  const images = torch.randn(2, 3, 32, 32)
  print(embeddings.projection(images).shape)
  print(embeddings.projection(images).flatten(2).transpose(1, 2).shape)
  print(embeddings(images).shape)
}

// 3. Digits: 28x28, so 16 patches of 7x7

const transform = transforms.Compose([
  transforms.ToTensor(),
  transforms.Normalize([0.1307], [0.3081]),
])
const train_loader = DataLoader(mnist(true, transform), { batch_size: 64, shuffle: true })
const test_loader = DataLoader(mnist(false, transform), { batch_size: 256 })

const hidden_size = smoke ? 32 : 64
const sizes = { image_size: 28, patch_size: 7, in_channels: 1, hidden_size }
const model = new VisionTransformer(sizes, smoke ? 2 : 4, 4, 10)
print(model)
print('parameters:', sum([...model.parameters()].map((p) => p.numel())))

const criterion = nn.CrossEntropyLoss()
const optimizer = optim.Adam(model.parameters(), { lr: smoke ? 3e-3 : 1e-3 })

const n_epochs = smoke ? 5 : Number(values.epochs ?? 10)
for (const epoch of range(1, n_epochs + 1)) {
  model.train()
  let train_loss = 0
  for (const [images, labels] of train_loader) {
    optimizer.zero_grad()
    const loss = criterion(model(images), labels)
    loss.backward()
    optimizer.step()
    train_loss += loss.item() * images.size(0)
  }

  model.eval()
  let correct = 0
  torch.no_grad(() => {
    for (const [images, labels] of test_loader) {
      correct += model(images).argmax(1).eq(labels).sum().item()
    }
  })
  const loss = train_loss / len(train_loader.dataset)
  const accuracy = correct / len(test_loader.dataset)
  print(sprintf('Epoch %d: loss %.4f, accuracy of the test set %.4f', epoch, loss, accuracy))
}

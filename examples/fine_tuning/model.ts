/** A ResNet for pictures of 28 x 28, the smallest that still is one. */
import { nn, type Tensor } from 'torch-node'

export class Block extends nn.Module {
  conv1: nn.Conv2d
  bn1: nn.BatchNorm2d
  conv2: nn.Conv2d
  bn2: nn.BatchNorm2d
  shortcut: nn.Sequential

  constructor(inplanes: number, planes: number, stride = 1) {
    super()
    this.conv1 = nn.Conv2d(inplanes, planes, 3, { stride, padding: 1, bias: false })
    this.bn1 = nn.BatchNorm2d(planes)
    this.conv2 = nn.Conv2d(planes, planes, 3, { padding: 1, bias: false })
    this.bn2 = nn.BatchNorm2d(planes)
    this.shortcut = nn.Sequential() // the identity, where nothing changes its shape
    if (stride !== 1 || inplanes !== planes) {
      this.shortcut.append(nn.Conv2d(inplanes, planes, 1, { stride, bias: false }))
      this.shortcut.append(nn.BatchNorm2d(planes))
    }
  }

  override forward(x: Tensor): Tensor {
    let out = this.bn1(this.conv1(x)).relu()
    out = this.bn2(this.conv2(out))
    return out.add(this.shortcut(x)).relu()
  }
}

export class SmallResNet extends nn.Module {
  conv1: nn.Conv2d
  bn1: nn.BatchNorm2d
  layer1: Block
  layer2: Block
  avgpool: nn.AdaptiveAvgPool2d
  fc: nn.Linear

  constructor(num_classes: number) {
    super()
    this.conv1 = nn.Conv2d(1, 8, 3, { stride: 2, padding: 1, bias: false })
    this.bn1 = nn.BatchNorm2d(8)
    this.layer1 = new Block(8, 16)
    this.layer2 = new Block(16, 32, 2)
    this.avgpool = nn.AdaptiveAvgPool2d(1)
    this.fc = nn.Linear(32, num_classes)
  }

  override forward(x: Tensor): Tensor {
    x = x.view(-1, 1, 28, 28)
    x = this.bn1(this.conv1(x)).relu() // (N, 8, 14, 14)
    x = this.layer1(x) // (N, 16, 14, 14)
    x = this.layer2(x) // (N, 32, 7, 7)
    x = this.avgpool(x).flatten(1) // (N, 32)
    return this.fc(x)
  }
}

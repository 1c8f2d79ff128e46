import type { Tensor } from 'torch-node'
import nn from 'torch-node/nn'

/** Two convolutions and two linear layers: 105,866 weights. */
export class Net extends nn.Module {
  features = nn.Sequential(
    nn.Conv2d(1, 16, 3, { padding: 1 }), // (B, 16, 28, 28)
    nn.ReLU(),
    nn.MaxPool2d(2), // (B, 16, 14, 14)
    nn.Conv2d(16, 32, 3, { padding: 1 }), // (B, 32, 14, 14)
    nn.ReLU(),
    nn.MaxPool2d(2), // (B, 32, 7, 7)
  )
  classifier = nn.Sequential(
    nn.Flatten(), // (B, 1568)
    nn.Dropout(0.25),
    nn.Linear(32 * 7 * 7, 64),
    nn.ReLU(),
    nn.Linear(64, 10), // (B, 10), one score per digit
  )

  override forward(x: Tensor): Tensor {
    return this.classifier(this.features(x))
  }
}

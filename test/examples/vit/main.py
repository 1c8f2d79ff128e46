import torch
import torch.nn as nn
import torch.optim as optim
from torch.utils.data import DataLoader

from mnist.drawn import mnist
from options import smoke, values
from vision import transforms


class Embeddings(nn.Module):
    def __init__(self, image_size, patch_size, in_channels, hidden_size):
        super().__init__()
        self.projection = nn.Conv2d(
            in_channels, hidden_size, kernel_size=patch_size, stride=patch_size
        )
        n_patches = (image_size // patch_size) ** 2
        self.class_token = nn.Parameter(torch.zeros(1, 1, hidden_size))
        self.position_embedding = nn.Parameter(torch.randn(1, 1 + n_patches, hidden_size) * 0.02)

    def forward(self, images):
        patches = self.projection(images).flatten(2).transpose(1, 2)
        x0 = self.class_token.expand(images.size(0), -1, -1)
        return torch.cat([x0, patches], dim=1) + self.position_embedding


class VisionTransformer(nn.Module):
    def __init__(self, sizes, num_layers, nhead, num_classes):
        super().__init__()
        hidden_size = sizes['hidden_size']
        self.embeddings = Embeddings(**sizes)
        layer = nn.TransformerEncoderLayer(
            hidden_size,
            nhead,
            dim_feedforward=4 * hidden_size,
            dropout=0,
            activation='gelu',
            batch_first=True,
            norm_first=True,
        )
        self.encoder = nn.TransformerEncoder(layer, num_layers, enable_nested_tensor=False)
        self.norm = nn.LayerNorm(hidden_size)
        self.head = nn.Linear(hidden_size, num_classes)

    def forward(self, images):
        x = self.encoder(self.embeddings(images))
        return self.head(self.norm(x[:, 0]))


torch.manual_seed(0)
embeddings = Embeddings(image_size=32, patch_size=8, in_channels=3, hidden_size=64)
images = torch.randn(2, 3, 32, 32)
print(embeddings.projection(images).shape)
print(embeddings.projection(images).flatten(2).transpose(1, 2).shape)
print(embeddings(images).shape)

transform = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.1307,), (0.3081,))])
train_loader = DataLoader(mnist(True, transform), batch_size=64, shuffle=True)
test_loader = DataLoader(mnist(False, transform), batch_size=256)

hidden_size = 32 if smoke else 64
sizes = {'image_size': 28, 'patch_size': 7, 'in_channels': 1, 'hidden_size': hidden_size}
model = VisionTransformer(sizes, 2 if smoke else 4, 4, 10)
print(model)
print('parameters:', sum(p.numel() for p in model.parameters()))

criterion = nn.CrossEntropyLoss()
optimizer = optim.Adam(model.parameters(), lr=3e-3 if smoke else 1e-3)

n_epochs = 5 if smoke else values.epochs or 10
for epoch in range(1, n_epochs + 1):
    model.train()
    train_loss = 0.0
    for images, labels in train_loader:
        optimizer.zero_grad()
        loss = criterion(model(images), labels)
        loss.backward()
        optimizer.step()
        train_loss += loss.item() * images.size(0)

    model.eval()
    correct = 0
    with torch.no_grad():
        for images, labels in test_loader:
            correct += (model(images).argmax(1) == labels).sum().item()
    loss = train_loss / len(train_loader.dataset)
    accuracy = correct / len(test_loader.dataset)
    print(f'Epoch {epoch}: loss {loss:.4f}, accuracy of the test set {accuracy:.4f}')

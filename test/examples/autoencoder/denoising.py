import matplotlib.pyplot as plt
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

from mnist.drawn import mnist
from options import smoke, values
from vision import transforms

torch.manual_seed(0)

transform = transforms.ToTensor()
train_data = mnist(True, transform)
test_data = mnist(False, transform)

batch_size = 20
num_workers = 0
train_loader = torch.utils.data.DataLoader(
    train_data, batch_size=batch_size, num_workers=num_workers
)
test_loader = torch.utils.data.DataLoader(test_data, batch_size=batch_size, num_workers=num_workers)


class ConvDenoiser(nn.Module):
    def __init__(self):
        super(ConvDenoiser, self).__init__()
        self.conv1 = nn.Conv2d(1, 32, 3, padding=1)
        self.conv2 = nn.Conv2d(32, 16, 3, padding=1)
        self.conv3 = nn.Conv2d(16, 8, 3, padding=1)
        self.pool = nn.MaxPool2d(2, 2)

        self.t_conv1 = nn.ConvTranspose2d(8, 8, 3, stride=2)
        self.t_conv2 = nn.ConvTranspose2d(8, 16, 2, stride=2)
        self.t_conv3 = nn.ConvTranspose2d(16, 32, 2, stride=2)
        self.conv_out = nn.Conv2d(32, 1, 3, padding=1)

    def forward(self, x):
        x = F.relu(self.conv1(x))
        x = self.pool(x)
        x = F.relu(self.conv2(x))
        x = self.pool(x)
        x = F.relu(self.conv3(x))
        x = self.pool(x)

        x = F.relu(self.t_conv1(x))
        x = F.relu(self.t_conv2(x))
        x = F.relu(self.t_conv3(x))
        return F.sigmoid(self.conv_out(x))


model = ConvDenoiser()
print(model)


def show(layer, args, output):
    outputs = output.detach().numpy()
    # The port has arrays for tuples.
    print(layer._get_name(), list(outputs.shape))


hooks = [
    model.pool.register_forward_hook(show),
    model.t_conv1.register_forward_hook(show),
    model.t_conv2.register_forward_hook(show),
    model.t_conv3.register_forward_hook(show),
]
model(torch.zeros(1, 1, 28, 28))
for hook in hooks:
    hook.remove()

criterion = nn.MSELoss()
optimizer = torch.optim.Adam(model.parameters(), lr=0.001)

n_epochs = 2 if smoke else values.epochs or 20
noise_factor = 0.5


def noisy(images):
    noisy_imgs = images + noise_factor * torch.randn(*images.shape)
    return np.clip(noisy_imgs, 0.0, 1.0)


for epoch in range(1, n_epochs + 1):
    train_loss = 0.0
    for images, _ in train_loader:
        noisy_imgs = noisy(images)
        optimizer.zero_grad()
        outputs = model(noisy_imgs)
        loss = criterion(outputs, images)
        loss.backward()
        optimizer.step()
        train_loss += loss.item() * images.size(0)
    train_loss = train_loss / len(train_data)
    print('Epoch: {} \tTraining Loss: {:.6f}'.format(epoch, train_loss))

dataiter = iter(test_loader)
images, labels = next(dataiter)
noisy_imgs = noisy(images)
output = model(noisy_imgs).view(batch_size, 1, 28, 28)
print(labels)
print(criterion(noisy_imgs, images).item(), criterion(output, images).item())

fig, axes = plt.subplots(nrows=2, ncols=10, sharex=True, sharey=True, figsize=(25, 4))
for imgs, row in zip([noisy_imgs.numpy(), output.detach().numpy()], axes):
    for img, ax in zip(imgs, row):
        ax.imshow(np.squeeze(img), cmap='gray')
        ax.get_xaxis().set_visible(False)
        ax.get_yaxis().set_visible(False)
plt.show()

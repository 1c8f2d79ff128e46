import copy
import os
import shutil
import tempfile
import time

import matplotlib.pyplot as plt
import numpy as np
import torch
import torch.nn as nn
import torch.optim as optim
from torch.utils.data import DataLoader

from blitz.shapes import Shapes, shapes
from fine_tuning.shapes import drawFolder
from options import download, realData, smoke
from vision import datasets, models, torchvision, transforms

torch.manual_seed(0)

if realData:
    data_dir = os.path.join(realData, 'hymenoptera_data')
else:
    data_dir = drawFolder(8 if smoke else 100, 6 if smoke else 50, 48)
side, cut = (128, 112) if realData else (40, 32)

mean = [0.485, 0.456, 0.406]
std = [0.229, 0.224, 0.225]
normalised = [transforms.ToTensor(), transforms.Normalize(mean, std)]
data_transforms = {
    'train': transforms.Compose(
        [
            transforms.RandomResizedCrop(cut),
            transforms.RandomHorizontalFlip(),
            *normalised,
        ]
    ),
    'val': transforms.Compose([transforms.Resize(side), transforms.CenterCrop(cut), *normalised]),
}

phases = ['train', 'val']
image_datasets = {
    x: datasets.ImageFolder(os.path.join(data_dir, x), data_transforms[x]) for x in phases
}
dataloaders = {x: DataLoader(image_datasets[x], batch_size=4, shuffle=True) for x in phases}
class_names = image_datasets['train'].classes
print(len(image_datasets['train']), len(image_datasets['val']), class_names)

device = torch.device('cuda:0' if torch.cuda.is_available() else 'cpu')


def imshow(inp, title):
    pixels = inp.numpy().transpose((1, 2, 0))
    plt.imshow(np.clip(np.array(std) * pixels + np.array(mean), 0, 1))
    plt.title(title)


inputs, classes = next(iter(dataloaders['train']))
imshow(torchvision.utils.make_grid(inputs), ', '.join(class_names[x] for x in classes))
plt.show()

criterion = nn.CrossEntropyLoss()


def train_model(model, optimizer, scheduler, num_epochs=25):
    since = time.time()

    with tempfile.TemporaryDirectory() as tempdir:
        best_model_params_path = os.path.join(tempdir, 'best_model_params.pt')
        torch.save(model.state_dict(), best_model_params_path)
        best_acc = 0.0

        for epoch in range(num_epochs):
            print(f'Epoch {epoch}/{num_epochs - 1}')
            print('-' * 10)

            for phase in phases:
                model.train(phase == 'train')
                running_loss = 0.0
                running_corrects = 0

                for inputs, labels in dataloaders[phase]:
                    inputs = inputs.to(device)
                    labels = labels.to(device)
                    optimizer.zero_grad()
                    with torch.set_grad_enabled(phase == 'train'):
                        outputs = model(inputs)
                        _, preds = torch.max(outputs, 1)
                        loss = criterion(outputs, labels)
                        if phase == 'train':
                            loss.backward()
                            optimizer.step()
                    running_loss += loss.item() * inputs.size(0)
                    running_corrects += torch.sum(preds == labels.data).item()
                if phase == 'train':
                    scheduler.step()

                epoch_loss = running_loss / len(image_datasets[phase])
                epoch_acc = running_corrects / len(image_datasets[phase])
                print(f'{phase} Loss: {epoch_loss:.4f} Acc: {epoch_acc:.4f}')
                if phase == 'val' and epoch_acc > best_acc:
                    best_acc = epoch_acc
                    torch.save(model.state_dict(), best_model_params_path)
            print()

        time_elapsed = time.time() - since
        print(f'Training complete in {time_elapsed // 60:.0f}m {time_elapsed % 60:.0f}s')
        print(f'Best val Acc: {best_acc:.4f}')
        print(model.load_state_dict(torch.load(best_model_params_path, weights_only=True)))


def visualize_model(model):
    model.eval()
    inputs, _ = next(iter(dataloaders['val']))
    with torch.no_grad():
        _, preds = torch.max(model(inputs.to(device)), 1)
    plt.figure()
    for j in range(inputs.size(0)):
        plt.subplot(2, 2, j + 1)
        plt.axis('off')
        imshow(inputs[j], f'predicted: {class_names[preds[j]]}')
    plt.show()


source = models.resnet18(weights='IMAGENET1K_V1') if download else models.resnet18(num_classes=10)
if not download:
    ds = Shapes(64 if smoke else 4000, 1, transforms.Compose(normalised))
    opt = optim.SGD(source.parameters(), lr=0.01, momentum=0.9)
    correct = 0
    for inputs, labels in DataLoader(ds, batch_size=16, shuffle=True):
        outputs = source(inputs)
        opt.zero_grad()
        criterion(outputs, labels).backward()
        opt.step()
        correct += (outputs.argmax(1) == labels).sum().item()
    print(f'source: {len(shapes)} shapes, {correct} of {len(ds)} seen right at first sight')

num_epochs = 2 if smoke else 3
rates = {'lr': 0.001, 'momentum': 0.9}

model_ft = copy.deepcopy(source)
num_ftrs = model_ft.fc.in_features
model_ft.fc = nn.Linear(num_ftrs, len(class_names))
model_ft = model_ft.to(device)

optimizer_ft = optim.SGD(model_ft.parameters(), **rates)
exp_lr_scheduler = optim.lr_scheduler.StepLR(optimizer_ft, step_size=7, gamma=0.1)
train_model(model_ft, optimizer_ft, exp_lr_scheduler, num_epochs)
visualize_model(model_ft)

model_conv = copy.deepcopy(source)
for param in model_conv.parameters():
    param.requires_grad = False
model_conv.fc = nn.Linear(num_ftrs, len(class_names))
model_conv = model_conv.to(device)

optimizer_conv = optim.SGD(model_conv.fc.parameters(), **rates)
conv_lr_scheduler = optim.lr_scheduler.StepLR(optimizer_conv, step_size=7, gamma=0.1)
train_model(model_conv, optimizer_conv, conv_lr_scheduler, num_epochs)
visualize_model(model_conv)
print(torch.equal(model_conv.conv1.weight.cpu(), source.conv1.weight))

if not realData:
    shutil.rmtree(data_dir)

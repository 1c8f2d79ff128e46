// Mirrors torchvision/datasets/__init__.py.

export { CIFAR10, CIFAR100 } from './cifar.js'
export { FakeData } from './fakedata.js'
export * as folder from './folder.js'
export { DatasetFolder, ImageFolder } from './folder.js'
export * as mnist from './mnist.js'
export { EMNIST, FashionMNIST, KMNIST, MNIST, QMNIST } from './mnist.js'
export * as utils from './utils.js'
export { VisionDataset } from './vision.js'

// Mirrors torchvision/datasets/mnist.py; its parts are in the folder _mnist.

export { read_image_file, read_label_file, read_sn3_pascalvincent_tensor } from './_idx.js'
export { EMNIST, type EMNISTSplit } from './_mnist/emnist.js'
export { FashionMNIST, KMNIST, MNIST, type MNISTOptions } from './_mnist/mnist.js'
export { QMNIST, type QMNISTOptions, type QMNISTPart } from './_mnist/qmnist.js'

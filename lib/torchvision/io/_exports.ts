// Mirrors torchvision/io/__init__.py.

export * as image from './image.js'
export {
  decode_gif,
  decode_image,
  decode_jpeg,
  decode_png,
  decode_webp,
  encode_jpeg,
  encode_png,
  ImageReadMode,
  read_file,
  read_image,
  write_file,
  write_jpeg,
  write_png,
} from './image.js'

// Mirrors PIL/__init__.py: `import { Image } from 'torch-node/PIL'` gives the module, as in Python.

export * as Image from './Image.js'
export { UnidentifiedImageError } from './Image.js'
export * as ImageColor from './ImageColor.js'
export * as ImageDraw from './ImageDraw.js'
export * as ImageEnhance from './ImageEnhance.js'
export * as ImageFilter from './ImageFilter.js'
export * as ImageFont from './ImageFont.js'
export * as ImageOps from './ImageOps.js'
export * as ImagePalette from './ImagePalette.js'
export * as ImageStat from './ImageStat.js'

export * as default from './index.js'

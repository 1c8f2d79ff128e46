// Mirrors torch/nn/modules/pooling.py, whose classes are in the folder of that name.

export {
  _AdaptiveAvgPoolNd,
  _AdaptiveMaxPoolNd,
  AdaptiveAvgPool1d,
  AdaptiveAvgPool2d,
  AdaptiveAvgPool3d,
  AdaptiveMaxPool1d,
  AdaptiveMaxPool2d,
  AdaptiveMaxPool3d,
} from './pooling/adaptive.js'
export { _AvgPoolNd, AvgPool1d, AvgPool2d, AvgPool3d } from './pooling/avg.js'
export { FractionalMaxPool2d, FractionalMaxPool3d } from './pooling/fractional.js'
export { _LPPoolNd, LPPool1d, LPPool2d, LPPool3d } from './pooling/lp.js'
export { _MaxPoolNd, MaxPool1d, MaxPool2d, MaxPool3d } from './pooling/max.js'
export { MaxUnpool1d, MaxUnpool2d, MaxUnpool3d } from './pooling/unpool.js'

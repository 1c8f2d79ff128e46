"""Makes `import torchvision` work beside a CPU build of torch: `import torchvision_operators` comes first.

torchvision's wheel holds operators for CUDA builds, which do not load there; its Python only asks
that they are declared.
"""

import torch

_library = torch.library.Library('torchvision', 'DEF')

_rois = 'Tensor input, Tensor rois, float spatial_scale, SymInt pooled_height, SymInt pooled_width'
for _schema in [
    'nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor',
    'qnms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor',
    f'roi_align({_rois}, int sampling_ratio, bool aligned) -> Tensor',
    f'qroi_align({_rois}, int sampling_ratio, bool aligned) -> Tensor',
    f'roi_pool({_rois}) -> (Tensor, Tensor)',
    f'ps_roi_align({_rois}, int sampling_ratio) -> (Tensor, Tensor)',
    f'ps_roi_pool({_rois}) -> (Tensor, Tensor)',
    'deform_conv2d(Tensor input) -> Tensor',
    *(
        f'_{name}_backward(Tensor grad) -> Tensor'
        for name in ['roi_align', 'roi_pool', 'ps_roi_align', 'ps_roi_pool', 'deform_conv2d']
    ),
]:
    _library.define(_schema)

"""Writes Fixtures/resized.json: pictures at other sizes by PyTorch (bilinear) and Pillow (antialiased)."""
import numpy as np, torch, json, sys
from PIL import Image
import torch.nn.functional as F
def picture(w,h):
    y,x,c=np.meshgrid(np.arange(h),np.arange(w),np.arange(3),indexing='ij')
    return ((x*37+y*91+c*53+(x*y)%7*29)%256).astype(np.uint8)
out=[]
for (w,h),(tw,th),box in [((13,9),(7,5),None),((13,9),(26,31),None),((40,30),(9,8),None),((40,30),(16,12),(4.5,3.25,30.25,20.5)),((1,1),(5,4),None),((50,3),(8,6),None)]:
    a=picture(w,h); b=box or (0,0,w,h)
    pil=np.array(Image.fromarray(a).resize((tw,th),Image.BILINEAR,box=(b[0],b[1],b[0]+b[2],b[1]+b[3])))
    # half-pixel bilinear by grid_sample on border padding
    xs=b[0]+(np.arange(tw)+.5)*b[2]/tw; ys=b[1]+(np.arange(th)+.5)*b[3]/th
    gx=2*xs/w-1; gy=2*ys/h-1
    grid=torch.tensor(np.stack(np.meshgrid(gx,gy),-1))[None].double()
    t=torch.tensor(a).permute(2,0,1)[None].double()
    bil=F.grid_sample(t,grid,mode='bilinear',padding_mode='border',align_corners=False)[0].permute(1,2,0).numpy()
    if box is None:
        i=F.interpolate(t,size=(th,tw),mode='bilinear',align_corners=False)[0].permute(1,2,0).numpy()
        assert np.abs(i-bil).max()<1e-6
    out.append({"width":w,"height":h,"toWidth":tw,"toHeight":th,"box":list(b),"bilinear":[round(float(v),3) for v in bil.ravel()],"antialiased":pil.ravel().tolist()})
json.dump({"source":"PyTorch 2.13 grid_sample, Pillow; Scripts/make_resized.py","cases":out},open(sys.argv[1],'w'))

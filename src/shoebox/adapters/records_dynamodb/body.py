"""How a record's JSON lies in an item: deflated (RFC 1950) against a dictionary of the words photos are told in.

A typical photo of 2 KB with a face becomes less than 900 bytes, and so one write unit instead of two or three. The
first byte names the dictionary: `DICTIONARIES` may grow at its end, but nothing in it ever changes.
"""

import json
import zlib

from shoebox.domain.errors import IntegrityError
from shoebox.domain.json_value import JsonObject

_PHOTO_WORDS = (
    '"reason":null,"status":"set-aside","backed_up":"in-place","stored","video","video/mp4","video/quicktime",'
    '"source":"mtime","filename","takeout","container","gps","xmp","owner","image/webp","image/png","image/tiff",'
    '"image/x-nikon-nef","image/x-canon-cr2","image/x-canon-cr3","image/x-sony-arw","image/x-adobe-dng","image/heic",'
    '"media":["raw","panorama","screenshot","selfie","live","burst"],"offset":-18000.0,3600.0,7200.0,'
    '"Canon EOS ","SONY","ILCE-","FUJIFILM X-","OLYMPUS","Panasonic","LUMIX","samsung SM-","Google Pixel ",'
    '"DJI","NIKON CORPORATION","NIKON D","AF-S NIKKOR ","EF-S ","-200mm f/3.5-5.6","Apple","iPhone ",'
    '" back camera mm f/1.8","United States","United Kingdom","Germany","France","England","California",'
    '"parents":["Animal","Mammal","Pet","Dog","Cat","Bird","Vehicle","Car","Transportation","Building","Architecture",'
    '"House","City","Urban","Furniture","Indoors","Food","Meal","Plant","Flower","Tree","Grass","Mountain","Nature",'
    '"Outdoors","Water","Sea","Beach","Coast","Snow","Sky","Sunset","Night","Clothing","Person","People","Child",'
    '"Portrait","Face","Smile","Wedding","Party","Text","Sport"],"rekognition","local",'
    '{"id":"","name":null,"faces":["@","photos":1,"cover_photo":"","cover":{"x":0.1,"y":0.1,"width":0.1,"height":0.1}}'
    '{"id":"","paths":["originals/2007/2015/2019/2023/08/12/IMG_0001.JPG","DSC_DCIM/100/P10.jpg",".HEIC",".NEF"],'
    '"size":1234567,"facts":{"kind":"photo","content_type":"image/jpeg","media":[],'
    '"taken":{"local":"2007-08-04T12:30:00","offset":7200.0,"source":"exif"},"width":4032,"height":3024,'
    '"duration":null,"location":{"latitude":51.4,"longitude":-0.1,"altitude":12.0},'
    '"camera":{"make":"Canon","model":"Canon EOS ","lens":null,"exposure_time":0.004,"f_number":5.6,"iso":100,'
    '"focal_length":35.0},"rating":null,"title":null,"description":null,"keywords":[]},'
    '"place":["London","England","United Kingdom"],'
    '"labels":[{"name":"","confidence":0.98,"source":"","parents":["Nature","Outdoors"]},'
    '{"name":"","confidence":0.5,"source":"rekognition","parents":[]}],'
    '"faces":[{"box":{"x":0.4,"y":0.3,"width":0.1,"height":0.2},"confidence":0.99,"embedding":"","token":null,'
    '"cluster":null,"person":null},{"box":{"x":0.6,"y":0.2,"width":0.1,"height":0.1},"confidence":0.9,"embedding":"'
    '","token":null,"cluster":"","person":"'
    '"}],"text":null,"favourite":false,"albums":[],"status":"ok","reason":null,"backed_up":"verified",'
    '"added_at":"2026-01-01T12:00:00+00:00","placeholder":"'
)
DICTIONARIES = (_PHOTO_WORDS.encode(),)


def pack(body: JsonObject) -> bytes:
    """The bytes of a body."""
    number = len(DICTIONARIES) - 1
    deflate = zlib.compressobj(zlib.Z_BEST_COMPRESSION, zdict=DICTIONARIES[number])
    text = json.dumps(body, separators=(",", ":")).encode("ascii")
    return bytes([number]) + deflate.compress(text) + deflate.flush()


def unpack(packed: bytes) -> JsonObject:
    """The body again. Raises IntegrityError where the bytes are not what `pack` wrote."""
    try:
        body: JsonObject = json.loads(_inflated(packed))
    except (IndexError, ValueError, zlib.error) as error:
        raise IntegrityError(
            f"A record in DynamoDB cannot be read: {error}",
            hint="A newer Shoebox may have written it: update; else 'shoebox rebuild' makes it anew.",
        ) from error
    return body


def _inflated(packed: bytes) -> bytes:
    inflate = zlib.decompressobj(zdict=DICTIONARIES[packed[0]])
    text = inflate.decompress(packed[1:]) + inflate.flush()
    if not inflate.eof:
        raise zlib.error("it was cut short")
    return text

"""Bytes of a Python file to text and back, so that nothing but the edited lines changes.

Encodings follow PEP 263: a UTF-8 byte order mark, a cookie in the first two lines, else UTF-8.
"""

from __future__ import annotations

import io
import tokenize

from consolidator.frozen import dataclass

BOM = b"\xef\xbb\xbf"


class Undecodable(ValueError):
    """The bytes are no text in the encoding that the file declares."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text with what is needed to write it back byte for byte."""

    text: str
    encoding: str
    has_bom: bool

    def encode(self, text: str) -> bytes:
        """Turn an edited text into bytes in the file's own encoding; raises UnicodeEncodeError."""
        return (BOM if self.has_bom else b"") + text.encode(self.encoding)


def decode(data: bytes) -> Decoded:
    """Decode a Python source file.

    Raises Undecodable, with the reason in words, for NUL bytes, an unknown cookie or wrong bytes.
    """
    if b"\0" in data:
        raise Undecodable("it holds NUL bytes")
    has_bom = data.startswith(BOM)
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        name = "utf-8" if encoding == "utf-8-sig" else encoding
        text = data[len(BOM) if has_bom else 0 :].decode(name)
    except (SyntaxError, LookupError, UnicodeDecodeError) as error:
        raise Undecodable(f"its encoding cannot be read ({type(error).__name__})") from error
    return Decoded(text, name, has_bom)

"""Which characters join letters or emoji, or keep them apart, where nobody sees but what they do."""

# Scripts whose letters are joined or kept apart by U+200D and U+200C, as in Persian and Hindi
_JOINED = "\u0620-\u109f\u1780-\u17b3\u17b6-\u180a\u1820-\u18af\u1a20-\u1bff\ua800-\uabff\ufb50-\ufdff\ufe70-\ufefc"
_EMOJI = "\xa9\xae\u203c-\u3299\U0001f000-\U0001faff"
# A regular expression: a joiner that stands where it has nothing to join
STRAY_JOINER = (
    rf"\u200c(?!(?<=[{_JOINED}]\u200c)[{_JOINED}])"
    rf"|\u200d(?!(?<=[{_JOINED}]\u200d)[{_JOINED}]|(?<=[{_EMOJI}\ufe0f\U000e007f]\u200d)[{_EMOJI}])"
)

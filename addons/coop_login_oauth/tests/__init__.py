from . import (
    test_pairing,
    test_pairing_desk,
    test_pairing_letter,
    test_pairing_list,
    test_sign_in,
    test_sign_up,
    test_tools,
    test_translation,
)

from . import test_propose
from . import test_rank_in_lists
from . import test_ranking
from . import test_supporters
from . import test_vote

import sys
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).parent.parent))
# The models here are tiny: a second thread only waits for the first.
torch.set_num_threads(1)

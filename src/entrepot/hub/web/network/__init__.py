"""The network as anybody may see it: a directory of the hubs that this one trades with, and the chart of them."""

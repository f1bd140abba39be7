"""Results as SVG figures: the data of each figure, the plot, and the style that all of them share."""

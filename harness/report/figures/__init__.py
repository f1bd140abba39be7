"""Results as SVG figures: the data of a figure, the plot, and the style that all of them share."""

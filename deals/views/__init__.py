"""The pages, a module for each family: filter, compute, render."""

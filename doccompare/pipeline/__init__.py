"""The order of the stages: what one stage finds is handed to the next here, and nowhere else."""

from doccompare.pipeline.collate import collate

__all__ = ["collate"]

from django.db import models

from menkou.importing.models.imported import Import


class Chunk(models.Model):
    """What one transaction of an import wrote, so that it can be taken back.

    `wrote`: name of the model -> ranges of keys [[first, last], …]. `before`: what stood in the
    rows that it changed, sealed under the import's key.
    """

    imported = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="chunks")
    number = models.PositiveIntegerField()
    cursor = models.PositiveIntegerField()
    wrote = models.JSONField(default=dict)
    before = models.BinaryField(null=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = "导入的一段"
        constraints = [
            models.UniqueConstraint(fields=["imported", "number"], name="import_chunk_once"),
        ]

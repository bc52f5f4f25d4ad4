from django.db import models


class SealedKey(models.Model):
    """A person's own key, wrapped by the master key of the key folder.

    Deleting the row forgets the person: what was encrypted under it can't be read again.
    """

    wrapped = models.BinaryField()
    master = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = "个人密钥"
        indexes = [models.Index(fields=["master", "id"], name="sealed_key_master")]

"""Records in one DynamoDB table (docs/decisions/0003-records-in-dynamodb.md).

`location` says which table, `table` what it looks like, `body` how a record lies in an item, `parts` how a large one
lies in several; `connection` speaks to the service, `capacity` counts what that costs; `feed` gives every write its
place in the change feed and remembers what a reader has seen; `store` is the port.
"""

from shoebox.adapters.records_dynamodb.capacity import CapacityMeter
from shoebox.adapters.records_dynamodb.connection import connect
from shoebox.adapters.records_dynamodb.location import TableLocation, parse_table
from shoebox.adapters.records_dynamodb.store import DynamoRecordStore
from shoebox.adapters.records_dynamodb.table import table_definition

__all__ = ["CapacityMeter", "DynamoRecordStore", "TableLocation", "connect", "parse_table", "table_definition"]

//! Which block is meant: by the beginning of its id, `last` or `running`.

use clap::Args;

use super::ctx::Ctx;
use crate::domain::block::Block;
use crate::domain::rules::refuse_unreadable;
use crate::domain::wording::describe_block;
use crate::error::Error;
use crate::store::{ChangeError, Store};

/// A block, as a command names it.
#[derive(Args, Debug)]
pub(super) struct BlockRef {
    /// Which block: the beginning of its id, last, or running
    #[arg(value_name = "ID")]
    block: String,
}

impl BlockRef {
    /// The block in the file.
    /// One of which no more than the times can be read is refused.
    pub(super) fn find(&self, ctx: &Ctx, store: &Store) -> Result<Block, Error> {
        let block = find_block(store, &self.block)?;
        if block.unreadable.is_some() {
            return Err(ChangeError::from(refuse_unreadable(&block, ctx.now)).into());
        }
        Ok(block)
    }
}

fn find_block(store: &Store, word: &str) -> Result<Block, Error> {
    if word.eq_ignore_ascii_case("last") {
        let error = || Error::failed("there is no block yet").hint("start one: tafs start selling");
        return store.last_in_lane()?.ok_or_else(error);
    }
    if word.eq_ignore_ascii_case("running") {
        let error =
            || Error::failed("nothing runs").hint("the block that ended last is called last");
        return store.running_in_lane()?.ok_or_else(error);
    }
    let mut found = store.by_prefix(word)?;
    match (found.pop(), found.pop()) {
        (Some(block), None) => Ok(block),
        (Some(one), Some(other)) => {
            let what = format!(
                "several ids begin with {word}: {}, {}, …",
                describe_block(&other, one.start),
                describe_block(&one, other.start)
            );
            Err(Error::failed(what)
                .hint("give more of the id; tafs log shows as much as is needed"))
        }
        (None, _) => {
            let what = format!("no block has an id that begins with {word:?}");
            Err(Error::failed(what).hint("tafs log shows the ids; last and running are names too"))
        }
    }
}

// The look of the report page.
#pragma once

namespace thimble {

extern const char* const report_style;  // CSS

}  // namespace thimble
